package dev.oneping.watch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.GroupId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.store.Crowd;
import dev.oneping.watch.WatchService.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Watching people whose devices another node holds, on a real Redis. */
@Tag("slow")
class WatchServiceTest {

    private static final GroupId OPS = new GroupId("ops");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Crowd crowd = new Crowd();
    private final WatchRig rig = new WatchRig(crowd);
    private final UserRef ann = crowd.user("ann");
    private final UserRef bob = crowd.user("bob");
    private final WatchService watches = rig.watches(Map.of("settle", "20ms"));
    private final Queue<PresenceDelta> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void allow() {
        rig.allow(WatchPermission.ALL);
    }

    @AfterEach
    void close() {
        crowd.close();
    }

    @Test
    void shouldNotifyOfChangesPublishedByAnotherNode() {
        Watch watch = open(watches);
        PresenceDelta now = seen(watches, watch, users("ann", "eve"));
        assertTrue(now.snapshot());
        assertEquals(List.of("ann offline", "eve offline"), words(now));

        SessionId laptop = crowd.sitsAt("laptop", ann);
        awaitWords("ann active");
        crowd.leaves(ann, laptop);
        crowd.pass(Duration.ofSeconds(10), ann);
        awaitWords("ann active", "ann offline");
        assertTrue(told.stream().noneMatch(PresenceDelta::snapshot));
    }

    @Test
    void shouldReportAnInvisibleUserExactlyLikeOneWhoLeaves() {
        crowd.sitsAt("laptop", ann);
        SessionId session = crowd.sitsAt("laptop", bob);
        Watch watch = open(watches);
        seen(watches, watch, users("ann", "bob"));

        crowd.leaves(bob, session);
        crowd.pass(Duration.ofSeconds(10), ann, bob);
        crowd.invisible(ann, true);
        await().atMost(PATIENCE)
                .until(() -> told.stream().mapToInt(it -> it.people().size()).sum() == 2);

        List<VisiblePresence> both =
                told.stream().flatMap(it -> it.people().stream()).toList();
        assertEquals(
                List.of("false unknown", "false unknown"),
                both.stream()
                        .map(it -> it.online() + " " + it.attention().code())
                        .toList());
        assertEquals(both.get(0).since(), both.get(1).since());

        crowd.locks(ann, crowd.sitsAt("phone", ann));
        crowd.pass(Duration.ofSeconds(10), ann);
        crowd.sitsAt("laptop", bob);
        await().atMost(PATIENCE)
                .until(() -> told.stream().anyMatch(it -> words(it).contains("bob active")));
        assertEquals(3, told.stream().mapToInt(it -> it.people().size()).sum(), "nothing more of ann");
    }

    @Test
    void shouldRejectWatchesThatTheTenantDoesNotAllow() {
        Watch watch = open(watches);
        rig.allow(WatchPermission.NOBODY);
        assertInstanceOf(Outcome.Refused.class, outcome(watches, watch, users("ann")));
        rig.allow(WatchPermission.SAME_GROUP);
        rig.group(OPS, "ann", "me");

        assertInstanceOf(Outcome.Watching.class, outcome(watches, watch, users("ann")));
        assertInstanceOf(Outcome.Watching.class, outcome(watches, watch, groups(OPS)));
        Outcome refused = outcome(watches, watch, users("ann", "bob"));
        assertTrue(assertInstanceOf(Outcome.Refused.class, refused).sentence().contains("'bob'"));
        assertInstanceOf(Outcome.Refused.class, outcome(watches, watch, groups(new GroupId("unknown"))));
        assertEquals(new WatchRequest(users("ann").users(), List.of(OPS)), watch.all());
    }

    @Test
    void shouldEnforceWatchLimits() {
        WatchService few = rig.watches(Map.of("users", "2", "groups", "1", "watchers", "1", "people", "3"));
        Watch watch = open(few);
        assertInstanceOf(Outcome.Full.class, outcome(few, watch, users("a", "b", "c")));
        assertInstanceOf(Outcome.Watching.class, outcome(few, watch, users("a", "b")));
        assertInstanceOf(Outcome.Watching.class, outcome(few, watch, users("b")), "it is no other");
        assertInstanceOf(Outcome.Full.class, outcome(few, watch, users("c")));
        assertInstanceOf(Outcome.Full.class, outcome(few, watch, groups(OPS, new GroupId("more"))));
        Watch other = open(few);
        assertInstanceOf(Outcome.Full.class, outcome(few, other, users("a")), "one watcher for each");
        assertInstanceOf(Outcome.Full.class, outcome(few, other, users("d", "e")), "three people on a node");
        assertEquals(2, few.people());

        few.close(watch);
        few.close(other);
        assertEquals(0, few.people());
        assertEquals(0, rig.news.count());
    }

    @Test
    void shouldSendNoUpdatesAfterUnwatch() {
        Watch watch = open(watches);
        seen(watches, watch, users("ann", "bob"));
        watches.remove(watch, users("ann"));
        crowd.sitsAt("laptop", ann);
        crowd.sitsAt("laptop", bob);

        awaitWords("bob active");
        assertEquals(1, watches.people());
    }

    @Test
    void shouldEndWatchesThatAreNoLongerAllowed() {
        WatchService quick = rig.watches(Map.of("refresh", "50ms"));
        rig.group(OPS, "ann", "me");
        Watch watch = open(quick);
        seen(quick, watch, new WatchRequest(users("ann").users(), List.of(OPS)));

        rig.allow(WatchPermission.NOBODY);

        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        assertEquals(
                new WatchRequest(users("ann").users(), List.of(OPS)),
                told.element().ended());
        assertEquals(0, quick.people());
    }

    @Test
    void shouldSendMembersOfASmallGroupAndWhoJoined() {
        WatchService quick = rig.watches(Map.of("refresh", "50ms", "settle", "20ms"));
        rig.group(OPS, "ann", "bob");
        crowd.sitsAt("laptop", bob);
        Watch watch = open(quick);
        PresenceDelta now = seen(quick, watch, groups(OPS));
        assertEquals(List.of("ann offline", "bob active"), words(now));
        assertEquals(
                new GroupPresence(OPS, users("ann", "bob").users(), 2, 1, 1, null, false),
                now.groups().getFirst());

        crowd.sitsAt("laptop", ann);
        awaitWords("ann active");
        rig.group(OPS, "ann", "eve");

        await().atMost(PATIENCE)
                .until(() -> told.stream().anyMatch(it -> !it.groups().isEmpty()));
        PresenceDelta changed =
                told.stream().filter(it -> !it.groups().isEmpty()).findFirst().orElseThrow();
        assertEquals(users("ann", "eve").users(), changed.groups().getFirst().members());
        assertTrue(words(changed).contains("eve offline"));
        assertEquals(2, quick.people());
    }

    /** The rate of frames hangs on the interval alone, and not on how many come and how fast. */
    @Test
    void shouldBoundFramesWhenALargeGroupComesOnline() {
        Duration interval = Duration.ofMillis(500);
        WatchService throttled = rig.watches(Map.of("interval", "500ms", "settle", "20ms"));
        List<UserRef> members =
                IntStream.range(0, 5_000).mapToObj(i -> crowd.user("user" + i)).toList();
        rig.group(OPS, members.stream().map(it -> it.user().value()).toArray(String[]::new));
        Watch watch = open(throttled);
        PresenceDelta before = seen(throttled, watch, groups(OPS));
        assertEquals(List.of(), before.people());
        assertEquals(
                new GroupPresence(OPS, null, 5_000, 0, 0, interval, false),
                before.groups().getFirst());

        long start = System.nanoTime();
        crowd.allSitAt("laptop", members);
        await().atMost(Duration.ofMinutes(3))
                .until(() ->
                        told.stream().anyMatch(it -> it.groups().stream().anyMatch(group -> group.active() == 5_000)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        long most = took.dividedBy(interval) + 1;
        assertTrue(told.size() <= most, () -> told.size() + " frames in " + took);
        assertTrue(told.stream().allMatch(it -> it.people().size() <= 100), "few are named, or none");
        assertTrue(told.stream()
                .flatMap(it -> it.groups().stream())
                .allMatch(it -> it.members() == null && it.interval() != null));
        throttled.close(watch);
        assertEquals(0, throttled.people());
    }

    @Test
    void shouldNameChangedMembersOfALargeGroup() {
        WatchService throttled = rig.watches(Map.of("interval", "50ms", "group-each", "1"));
        rig.group(OPS, "ann", "bob");
        Watch watch = open(throttled);
        seen(throttled, watch, groups(OPS));

        crowd.sitsAt("laptop", bob);

        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        assertEquals(List.of("bob active"), words(told.element()));
        assertEquals(1, told.element().groups().getFirst().online());
        assertNull(told.element().groups().getFirst().members());
    }

    @Test
    void shouldKeepOnlyTheLatestStateForASlowReader() {
        Watch watch = watches.open(crowd.user("me"), () -> {});
        seen(watches, watch, users("ann", "bob"));
        SessionId laptop = crowd.sitsAt("laptop", ann);
        crowd.sitsAt("laptop", bob);
        for (int i = 0; i < 3; i++) {
            crowd.invisible(ann, true);
            crowd.invisible(ann, false);
        }
        crowd.locks(ann, laptop);
        crowd.pass(Duration.ofSeconds(10), ann);
        Queue<String> latest = new ConcurrentLinkedQueue<>();

        await().atMost(PATIENCE).until(() -> {
            PresenceDelta taken = watch.take();
            assertTrue(taken.people().size() <= 2);
            latest.addAll(words(taken));
            return latest.contains("ann away") && latest.contains("bob active");
        });
    }

    private Watch open(WatchService at) {
        Watch[] made = new Watch[1];
        made[0] = at.open(crowd.user("me"), () -> told.add(made[0].take()));
        return made[0];
    }

    private PresenceDelta seen(WatchService at, Watch watch, WatchRequest request) {
        return assertInstanceOf(Outcome.Watching.class, outcome(at, watch, request))
                .seen();
    }

    private static Outcome outcome(WatchService at, Watch watch, WatchRequest request) {
        Outcome outcome = at.add(watch, request).await().atMost(PATIENCE);
        watch.answered();
        return outcome;
    }

    private void awaitWords(String... words) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        List.of(words),
                        told.stream().flatMap(it -> words(it).stream()).toList()));
    }

    private static List<String> words(PresenceDelta glimpse) {
        return glimpse.people().stream()
                .map(it -> it.user() + " " + (it.online() ? it.attention().code() : "offline"))
                .toList();
    }

    private static WatchRequest users(String... names) {
        return new WatchRequest(List.of(names).stream().map(UserId::new).toList(), List.of());
    }

    private static WatchRequest groups(GroupId... ids) {
        return new WatchRequest(List.of(), List.of(ids));
    }
}
