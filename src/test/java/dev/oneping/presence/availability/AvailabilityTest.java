package dev.oneping.presence.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.LoggedEvent;
import dev.oneping.events.PresenceEvent;
import dev.oneping.model.AvailabilityId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Crowd;
import dev.oneping.presence.PresenceStore;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wishes to be told once, on a real Redis with a clock that only the test moves. */
class AvailabilityTest {

    private static final AvailabilityConfig CONFIG = RedisRig.config(AvailabilityConfig.class);

    private final Crowd crowd = new Crowd();
    private final UserRef ann = crowd.user("ann");
    private final AvailabilityStore store =
            new AvailabilityStore(crowd.redis().redis(), crowd.redis().shards(), crowd.log(), RedisRig.json(), CONFIG);

    @AfterEach
    void close() {
        crowd.close();
    }

    @Test
    void shouldTellOnceWhenThePersonIsActiveForLongEnough() {
        AvailabilityId id = wish(State.ACTIVE, "desktop", Duration.ofSeconds(30));
        assertEquals("later", look());
        crowd.sitsAt("laptop", ann);
        assertEquals(now(), due(), "the commit has it looked at");
        look();
        assertEquals(now().plusSeconds(30), due(), "and then when it will be fulfilled");

        crowd.pass(Duration.ofMillis(29_999), ann);
        look();
        assertEquals(List.of(), told());
        crowd.pass(Duration.ofMillis(1), ann);
        assertEquals("none", look());
        look();

        assertEquals(
                List.of("presence.available {\"availability\":\"" + id
                        + "\",\"device\":\"laptop\",\"attention\":\"active\",\"since\":\"" + now().minusSeconds(30)
                        + "\"}"),
                told());
        assertEquals(null, due());
    }

    @Test
    void shouldTellOnceThatTheTimeIsOver() {
        AvailabilityId id = wish(State.ACTIVE, null, Duration.ZERO);
        crowd.pass(Duration.ofHours(2).minusMillis(1));
        look();
        assertEquals(List.of(), told());
        crowd.pass(Duration.ofMillis(1));
        look();
        crowd.sitsAt("laptop", ann);
        look();

        assertEquals(List.of("presence.availability.expired {\"availability\":\"" + id + "\"}"), told());
    }

    @Test
    void shouldWaitForTheDeviceThatWasAskedFor() {
        wish(State.ACTIVE, "phone", Duration.ZERO);
        SessionId laptop = crowd.sitsAt("laptop", ann);
        look();
        assertEquals(List.of(), told());
        crowd.leaves(ann, laptop);

        wish(State.PASSIVE, "desktop", Duration.ZERO);
        crowd.sitsAt("laptop", ann);
        look();
        assertEquals(1, told().size());
        assertEquals(1, of(store.waiting(ann)).wishes().size());
    }

    @Test
    void shouldNotFindTheInvisible() {
        wish(State.ACTIVE, null, Duration.ZERO);
        crowd.hidesAt("phone", ann);
        look();
        crowd.invisible(ann, true);
        crowd.sitsAt("laptop", ann);
        look();
        assertEquals(List.of(), told());

        crowd.invisible(ann, false);
        look();
        assertEquals(1, told().size());
    }

    /** As many nodes at once as can believe to be the one, again and again. */
    @Test
    void shouldTellOnceHoweverManyLookAtTheSameTime() {
        for (int i = 0; i < 50; i++) {
            wish(State.ACTIVE, null, Duration.ZERO);
            SessionId laptop = crowd.sitsAt("laptop", ann);
            List<Uni<String>> looks =
                    IntStream.range(0, 8).mapToObj(node -> lookout().look(ann)).toList();
            of(Uni.join().all(looks).andFailFast());
            assertEquals(i + 1, told().size());
            crowd.leaves(ann, laptop);
        }
    }

    /** A commit or a wish that comes while somebody is looked at must not be put off by what was found before it. */
    @Test
    void shouldNotPutOffWhatHasComeWhileItLooked() {
        wish(State.ACTIVE, null, Duration.ZERO);
        String before = of(store.waiting(ann)).counter();
        claim();
        wish(State.ACTIVE, "phone", Duration.ZERO);
        assertEquals("changed", next(before));
        assertEquals(now(), due());

        String now = of(store.waiting(ann)).counter();
        claim();
        crowd.sitsAt("laptop", ann);
        assertEquals("changed", next(now));
        assertEquals(now(), due());
        claim();
        assertEquals("later", next(now));
    }

    @Test
    void shouldKeepNoMoreThanMayWait() {
        for (int i = 0; i < CONFIG.perUser(); i++) {
            wish(State.ACTIVE, null, Duration.ZERO);
        }
        PendingAvailabilityRequest more = made(State.ACTIVE, null, Duration.ZERO);
        assertFalse(of(store.create(ann, more, CONFIG.maxExpiresIn())));
        PendingAvailabilityRequest first = of(store.waiting(ann)).wishes().getFirst();
        assertTrue(of(store.remove(ann, first.id())));
        assertFalse(of(store.remove(ann, first.id())));
        assertFalse(of(store.settle(ann, first.id(), new PresenceEvent.AvailabilityExpired(first.id()))));
        assertTrue(of(store.create(ann, more, CONFIG.maxExpiresIn())));
    }

    private AvailabilityId wish(State attention, @Nullable String kind, Duration lasting) {
        PendingAvailabilityRequest wish = made(attention, kind, lasting);
        assertTrue(of(store.create(ann, wish, CONFIG.maxExpiresIn())));
        return wish.id();
    }

    private PendingAvailabilityRequest made(State attention, @Nullable String kind, Duration lasting) {
        return new PendingAvailabilityRequest(
                AvailabilityId.create(now()), attention, kind, null, lasting, now(), now().plus(Duration.ofHours(2)));
    }

    private AvailabilityChecker lookout() {
        return new AvailabilityChecker(store, crowd.store(), CONFIG, crowd.clock());
    }

    private String look() {
        claim();
        return of(lookout().look(ann));
    }

    /** What a claim does: it puts the entry off. */
    private void claim() {
        of(crowd.redis()
                .redis()
                .command(Command.ZADD, key(), "XX", now().plusSeconds(10).toEpochMilli(), ann));
    }

    private String next(String counter) {
        return of(store.next(ann, counter, now().plusSeconds(60), now().plusSeconds(5)));
    }

    private @Nullable Instant due() {
        var score = of(crowd.redis().redis().command(Command.ZSCORE, key(), ann));
        return score.isNil() ? null : Instant.ofEpochMilli((long) Double.parseDouble(score.text()));
    }

    private String key() {
        return PresenceStore.LOOKS.key(crowd.redis().shards().of(ann));
    }

    private List<String> told() {
        return crowd.events(ann).stream()
                .filter(event -> event.type().startsWith("presence.availab"))
                .map((LoggedEvent event) -> event.type() + " " + event.data())
                .toList();
    }

    private Instant now() {
        return crowd.clock().instant();
    }

    private static <T> T of(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
