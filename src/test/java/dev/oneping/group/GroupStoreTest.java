package dev.oneping.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.group.GroupStore.Put;
import dev.oneping.group.GroupStore.Removed;
import dev.oneping.group.TopicStore.Subscribed;
import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The branches of each script of groups and topics. */
class GroupStoreTest {

    private static final RedisRig RIG = new RedisRig();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T04:00:00Z"), ZoneOffset.UTC);
    private static final GroupId OPS = new GroupId("ops");
    private static final TopicId NEWS = new TopicId("news");

    /** Many, but no more than a slow machine processes within the deadline of a call. */
    private static final int AT_ONCE = 500;

    private final GroupStore groups = new GroupStore(RIG.redis(), Bounds.SMALL, CLOCK);
    private final TopicStore topics = new TopicStore(RIG.redis(), Bounds.SMALL);
    private final TenantId tenant = RIG.someone().tenant();

    @AfterAll
    static void close() {
        RIG.close();
    }

    @Test
    void shouldKeepTheMembersInTheirOrder() {
        Put.Done made = done(OPS, null, "zoe", "ann", "bob");

        assertTrue(made.isNew());
        assertEquals(made.group(), of(groups.find(tenant, OPS)).orElseThrow());
        assertEquals(people("zoe", "ann", "bob"), made.group().members());
        assertTrue(of(groups.find(RIG.someone().tenant(), OPS)).isEmpty());
    }

    @Test
    void shouldChangeOnlyTheVersionThatWasRead() {
        long first = done(OPS, null, "ann").group().version();
        long second = done(OPS, first, "bob").group().version();

        assertTrue(second > first);
        assertInstanceOf(Put.Conflict.class, put(OPS, first, "eve"));
        assertInstanceOf(Put.Conflict.class, put(OPS, 0L, "eve"));
        assertEquals(Removed.CONFLICT, of(groups.remove(tenant, OPS, first)));
        assertEquals(Removed.DONE, of(groups.remove(tenant, OPS, second)));
        assertEquals(Removed.WAS_NOT_THERE, of(groups.remove(tenant, OPS, null)));
        assertInstanceOf(Put.Conflict.class, put(OPS, second, "eve"));
    }

    @Test
    void shouldRefuseMoreGroupsThanATenantMayHave() {
        done(OPS, null, "ann");
        done(new GroupId("dev"), null, "ann");

        assertEquals(new Put.Full(2), put(new GroupId("qa"), null, "ann"));
        assertFalse(done(OPS, null, "bob").isNew());
        assertEquals(List.of(new GroupId("dev"), OPS), of(groups.names(tenant, null, 10)));
        assertEquals(List.of(OPS), of(groups.names(tenant, "dev", 10)));
    }

    @Test
    void shouldKnowWhoSharesAGroup() {
        done(OPS, null, "ann", "bob");
        done(new GroupId("dev"), null, "bob", "eve");

        assertTrue(share("ann", "bob"));
        assertFalse(share("ann", "eve"));
        done(OPS, null, "ann", "eve");
        assertTrue(share("ann", "eve"));
        assertFalse(share("ann", "bob"));
        of(groups.remove(tenant, OPS, null));
        assertFalse(share("ann", "eve"));
    }

    @Test
    void shouldPickTheOneWhoseTurnWasTheLongestAgo() {
        done(OPS, null, "ann", "bob", "eve");

        assertEquals("bob", pick("bob", "ann"));
        assertEquals("ann", pick("bob", "ann"));
        assertEquals("eve", pick("ann", "bob", "eve"));
        assertEquals("bob", pick("ann", "bob", "eve"));
    }

    @Test
    void shouldDropTheTurnsOfRemovedMembers() {
        done(OPS, null, "ann", "bob");
        pick("ann", "bob");
        pick("ann", "bob");
        done(OPS, null, "ann");
        done(OPS, null, "ann", "bob");

        assertEquals("bob", pick("ann", "bob"));
    }

    /** Among concurrent callers, no candidate is picked twice before all were picked. */
    @Test
    void shouldShareTurnsEvenlyAmongManyAtOnce() {
        List<UserId> five = people("a", "b", "c", "d", "e");
        List<UserId> picked = of(Multi.createFrom()
                .range(0, 5_000)
                .onItem()
                .transformToUni(ignored -> groups.pick(tenant, OPS, five))
                .merge(AT_ONCE)
                .collect()
                .asList());
        Map<UserId, Integer> turns = new HashMap<>();
        picked.forEach(user -> turns.merge(user, 1, Integer::sum));

        five.forEach(user -> assertEquals(1_000, turns.get(user), user.value()));
    }

    @Test
    void shouldAddAllSubscribersOrNone() {
        assertEquals(new Subscribed.Done(2, 2), subscribe(NEWS, "bob", "ann"));
        assertEquals(new Subscribed.Done(0, 2), subscribe(NEWS, "bob"));
        assertEquals(new Subscribed.TopicFull(2), subscribe(NEWS, "bob", "eve", "zoe"));
        assertEquals(people("ann", "bob"), of(topics.subscribers(tenant, NEWS, null, 10)));
        assertEquals(people("bob"), of(topics.subscribers(tenant, NEWS, "ann", 10)));
        assertTrue(of(topics.isSubscribed(tenant, NEWS, new UserId("ann"))));
        assertFalse(of(topics.isSubscribed(tenant, NEWS, new UserId("eve"))));
    }

    @Test
    void shouldForgetATopicWithItsLastSubscriber() {
        subscribe(NEWS, "ann");
        subscribe(new TopicId("sport"), "ann");
        assertEquals(new Subscribed.TooManyTopics(2), subscribe(new TopicId("arts"), "ann"));

        assertTrue(of(topics.unsubscribe(tenant, NEWS, new UserId("ann"))));
        assertFalse(of(topics.unsubscribe(tenant, NEWS, new UserId("ann"))));
        assertEquals(List.of(new TopicId("sport")), of(topics.topics(tenant, null, 10)));
        assertTrue(of(topics.remove(tenant, new TopicId("sport"))));
        assertFalse(of(topics.remove(tenant, new TopicId("sport"))));
        assertEquals(List.of(), of(topics.topics(tenant, null, 10)));
    }

    private Put.Done done(GroupId id, @Nullable Long expected, String... members) {
        return assertInstanceOf(Put.Done.class, put(id, expected, members));
    }

    private Put put(GroupId id, @Nullable Long expected, String... members) {
        return of(groups.put(tenant, id, people(members), expected));
    }

    private boolean share(String one, String other) {
        return of(groups.share(new UserRef(tenant, new UserId(one)), new UserRef(tenant, new UserId(other))));
    }

    private String pick(String... equals) {
        return of(groups.pick(tenant, OPS, people(equals))).value();
    }

    private Subscribed subscribe(TopicId topic, String... users) {
        return of(topics.subscribe(tenant, topic, people(users)));
    }

    private static List<UserId> people(String... names) {
        return Stream.of(names).map(UserId::new).toList();
    }

    private static <T> T of(Uni<T> answer) {
        return answer.await().indefinitely();
    }
}
