package dev.oneping.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Stimulus;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.store.AcceptResult;
import dev.oneping.delivery.store.DeliveryConfig;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.events.EventLog;
import dev.oneping.model.Content;
import dev.oneping.model.DigestRequest;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.redis.Reply;
import dev.oneping.stats.TenantCounters;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code delivery/digest.lua} on a real Redis, and many concurrent callers under observation. */
class DigestStoreTest {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMinutes(5);

    /** Far ahead of the clock of Redis, which would delete at once what expires in its own past. */
    private static final Instant START = Instant.parse("2126-11-24T09:30:00Z");

    /** Reads at one instant which notifications are gathered, which are open, and which one represents the digest. */
    private static final String LOOK = """
            local seen = { redis.call('HGET', KEYS[1], 'id') or '', redis.call('HGET', KEYS[1], 'gathered') or '' }
            for i = 2, #KEYS do
              local life = redis.call('HMGET', KEYS[i], 'state', 'gathering')
              if life[2] then
                table.insert(seen, string.match(KEYS[i], '[^:]+$'))
                table.insert(seen, string.match(life[1], '^"%a+" ([^\\30]+)') or 'open')
              end
            end
            return seen
            """;

    private final RedisRig rig = new RedisRig();
    private final UserRef ann = rig.someone();
    private final Retracted devices = new Retracted();
    private final EventLog log =
            new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), Clock.systemUTC());
    private final NotificationStore store = new NotificationStore(
            rig.redis(), rig.shards(), log, RedisRig.config(DeliveryConfig.class), RedisRig.json());
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Clock clock = Clock.fixed(START, ZoneOffset.UTC);
    private final NotificationUpdater updater = new NotificationUpdater(
            store,
            devices,
            new NoChannel(),
            new NotificationMeters(metrics, new TenantCounters(rig.redis(), clock)),
            clock,
            metrics);
    private final AckService settlement = new AckService(store, updater, devices, (user, by, asked) -> {});
    private final DigestStore gatherings = new DigestStore(rig.redis(), rig.shards(), store, updater, clock, metrics);
    private Instant now = START;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldShowTheFirstAtOnceAndGatherTheNextUntilTheWindowEnds() {
        assertNull(gather("one", PAUSE, false).gathering());

        now = now.plusSeconds(60);
        Notification second = gather("two", PAUSE, false);
        now = now.plusSeconds(60);
        Notification third = gather("three", PAUSE, false);

        assertEquals(List.of("digested"), ends(second));
        assertEquals(
                new DigestSummary(
                        "likes",
                        START.plusSeconds(60).plus(WINDOW),
                        2,
                        List.of("two", "three"),
                        Priority.NORMAL,
                        third.expiresAt()),
                third.gathering());
        assertEquals(third.gathering(), find(third.id()).notification().gathering());
    }

    @Test
    void shouldEndTheSupersededOneInTheSameStepAndRetractIt() {
        Notification first = gather("one", Duration.ZERO, false);
        VersionedState held = find(first.id()).tracked();
        Transition begin = ((Open) held.state())
                .transitions(new TransitionContext(first.id(), first.expiresAt(), now), "")
                .begin(Stimulus.plan(Stimulus.Given.LAPTOP));
        get(store.commit(held, begin, null));

        Notification second = gather("two", Duration.ZERO, false);

        assertEquals(List.of("digested"), ends(first));
        assertEquals(List.of(second.id()), get(store.open(ann)));
        assertEquals(List.of("accepted", "delivering", "accepted", "cancelled", "retracted"), told());
        assertEquals(
                "digested", get(store.trace(ann.tenant(), first.id())).getLast().cause());
        assertEquals(List.of(first.id()), devices.ids);
    }

    @Test
    void shouldLeaveAnEndedNotificationUnchanged() {
        Notification first = gather("one", Duration.ZERO, false);
        get(settlement.cancel(ann.tenant(), first.id(), "by_app"));

        assertEquals(2, count(gather("two", Duration.ZERO, false)));
        assertEquals(List.of("by_app"), ends(first));
    }

    @Test
    void shouldChangeNothingWhenALostReplyIsRetried() {
        Notification alone = stored("one");
        DigestRequest wish = wish(PAUSE, false);
        assertNull(get(gatherings.gather(alone, wish)).gathering());
        assertNull(get(gatherings.gather(alone, wish)).gathering());
        gather("two", PAUSE, false);
        Notification third = stored("three");

        Notification once = get(gatherings.gather(third, wish));
        Notification twice = get(gatherings.gather(third, wish));

        assertEquals(once.gathering(), twice.gathering());
        assertEquals(2, count(twice));
        assertEquals(1, told().stream().filter("cancelled"::equals).count());
        assertInstanceOf(Open.class, find(third.id()).tracked().state());
    }

    @Test
    void shouldNotGatherANotificationWhoseStateHasChanged() {
        Notification early = stored("one");
        get(settlement.cancel(ann.tenant(), early.id(), "by_app"));

        assertNull(get(gatherings.gather(early, wish(Duration.ZERO, false))).gathering());
        assertEquals(1, count(gather("two", Duration.ZERO, false)));
    }

    @Test
    void shouldStartANewDigestWhenTheWindowIsOver() {
        Notification first = gather("one", Duration.ZERO, false);
        now = now.plus(WINDOW);

        assertEquals(1, count(gather("two", Duration.ZERO, false)));
        assertEquals(List.of(), ends(first));
    }

    @Test
    void shouldLetAnUrgentOneIncludeTheWaitingOnes() {
        Notification waiting = gather("one", Duration.ZERO, false);

        Notification urgent = gather("now", Duration.ZERO, true);

        assertEquals(List.of("digested"), ends(waiting));
        assertEquals(
                new DigestSummary("likes", now, 2, List.of("one", "now"), Priority.NORMAL, urgent.expiresAt()),
                urgent.gathering());
        assertEquals(1, count(gather("later", Duration.ZERO, false)));
    }

    @Test
    void shouldHaveTheHighestPriorityAndTheLongestLifeOfThoseThatItRepresents() {
        Notification high = stored("first", Priority.HIGH, Duration.ofDays(2));
        get(gatherings.gather(high, wish(Duration.ZERO, false)));
        Notification low = stored("last", Priority.LOW, Duration.ofMinutes(1));

        Notification digest = get(gatherings.gather(low, wish(Duration.ZERO, false)));

        assertEquals(Priority.HIGH, digest.priority());
        assertEquals(high.expiresAt(), digest.expiresAt());
        Notification read = find(low.id()).notification();
        assertEquals(digest.gathering(), read.gathering());
        assertEquals(Priority.HIGH, read.priority());
        assertEquals(high.expiresAt(), read.expiresAt());
        long kept = get(rig.redis().command(Command.PEXPIRETIME, store.key(ann.tenant(), low.id())))
                .number();
        assertTrue(kept > high.expiresAt().toEpochMilli(), "kept at least as long as it lives: " + kept);
    }

    @Test
    void shouldKeepAnEndedNotificationForTheRetentionFromItsEnd() {
        Notification one = stored("one", Priority.NORMAL, Duration.ofDays(30));

        get(settlement.cancel(ann.tenant(), one.id(), "by_app"));

        long left = get(rig.redis().command(Command.PTTL, store.key(ann.tenant(), one.id())))
                .number();
        assertTrue(left > 0 && left <= Duration.ofDays(7).toMillis(), "kept for " + left + " ms");
    }

    @Test
    void shouldOpenTheNewestOtherOneAgainWhenTheRepresentativeIsCancelled() {
        gather("one", Duration.ZERO, false);
        Notification second = gather("two", Duration.ZERO, false);
        Notification third = gather("three", Duration.ZERO, false);

        get(settlement.cancel(ann.tenant(), third.id(), "by_app"));
        get(gatherings.leave(ann, third.id(), now));

        assertInstanceOf(Open.class, find(second.id()).tracked().state());
        assertEquals(List.of(second.id()), get(store.open(ann)));
        DigestSummary rest =
                Objects.requireNonNull(find(second.id()).notification().gathering());
        assertEquals(2, rest.count());
        assertEquals(List.of("one", "two"), rest.titles());
        assertEquals(3, count(gather("four", Duration.ZERO, false)));
    }

    @Test
    void shouldCountWithoutAMemberThatIsCancelled() {
        Notification first = gather("one", Duration.ZERO, false);
        Notification second = gather("two", Duration.ZERO, false);

        get(gatherings.leave(ann, first.id(), now));
        get(gatherings.leave(ann, first.id(), now));

        DigestSummary rest =
                Objects.requireNonNull(find(second.id()).notification().gathering());
        assertEquals(List.of("two"), rest.titles());
        assertEquals(1, rest.count());
    }

    @Test
    void shouldLetAnUrgentOneStandAloneWhereNothingWaits() {
        assertNull(gather("now", Duration.ZERO, true).gathering());
    }

    @Test
    void shouldListTheLastTitlesOnlyAndCountAll() {
        IntStream.rangeClosed(1, 24).forEach(i -> gather("t" + i, Duration.ZERO, false));

        DigestSummary all =
                Objects.requireNonNull(gather("t25", Duration.ZERO, false).gathering());

        assertEquals(25, all.count());
        assertEquals(20, all.titles().size());
        assertEquals("t6", all.titles().getFirst());
    }

    /**
     * Many arrive concurrently, some twice because a reply was lost, and some representatives are cancelled. At every
     * instant, all except the representative have ended, and it represents exactly those that were gathered.
     */
    @Test
    void shouldExposeNoIntermediateState() {
        long seed = System.nanoTime();
        System.out.println("DigestStoreTest seed " + seed);
        Random chance = new Random(seed);
        List<Notification> all =
                IntStream.range(0, 80).mapToObj(i -> stored("t" + i)).toList();
        List<Uni<?>> steps = new ArrayList<>();
        for (Notification each : all) {
            steps.add(gatherings.gather(each, wish(Duration.ZERO, false)));
            if (chance.nextInt(3) == 0) {
                steps.add(gatherings.gather(each, wish(Duration.ZERO, false)));
            }
            if (chance.nextInt(8) == 0) {
                steps.add(settlement.cancel(ann.tenant(), each.id(), "by_app"));
            }
        }

        CompletableFuture<?> done = Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUni(step -> step)
                .merge(40)
                .collect()
                .last()
                .subscribeAsCompletionStage();
        int looks = 0;
        int between = 0;
        while (!done.isDone()) {
            between += look(all) < all.size() ? 1 : 0;
            looks++;
        }
        done.join();

        System.out.printf("Observed %d times, %d of them before all had arrived%n", looks, between);
        assertTrue(between > 1, "no observation while they arrived");
        assertTrue(look(all) > all.size() / 2);
    }

    /** Checks the invariants at this instant, and returns the number of gathered notifications. */
    private int look(List<Notification> all) {
        List<Object> arguments = new ArrayList<>(List.of(LOOK, all.size() + 1, digest()));
        all.forEach(each -> arguments.add(store.key(ann.tenant(), each.id())));
        Reply seen = get(rig.redis().command(Command.EVAL, arguments.toArray()));
        List<String> texts = seen.texts();
        String standing = texts.get(0);
        int gathered = (texts.size() - 2) / 2;
        for (int i = 2; i < texts.size(); i += 2) {
            boolean open = texts.get(i + 1).equals("open");
            assertTrue(!open || texts.get(i).equals(standing), () -> "open, but not the representative: " + texts);
            assertTrue(
                    open || !texts.get(i).equals(standing) || texts.get(i + 1).equals("by_app"),
                    () -> "represents the others, but was ended by them: " + texts);
        }
        assertTrue(gathered == 0 || texts.get(1).contains("\"count\":" + gathered), texts::toString);
        return gathered;
    }

    private String digest() {
        return rig.shards().of(ann).key("digest", ann, "likes:like");
    }

    private static DigestRequest wish(Duration lookBack, boolean urgent) {
        return new DigestRequest("likes", "like", WINDOW, lookBack, urgent);
    }

    private static int count(Notification notification) {
        return Objects.requireNonNull(notification.gathering()).count();
    }

    private Notification gather(String title, Duration lookBack, boolean urgent) {
        return get(gatherings.gather(stored(title), wish(lookBack, urgent)));
    }

    private Notification stored(String title) {
        return stored(title, Priority.NORMAL, Duration.ofDays(1));
    }

    private Notification stored(String title, Priority priority, Duration life) {
        Notification fresh = new Notification(
                NotificationId.create(now, rig.shards().of(ann).number()),
                ann,
                new Content(title, null, null),
                "like",
                priority,
                "default",
                null,
                now,
                now.plus(life));
        assertInstanceOf(AcceptResult.Stored.class, get(store.accept(fresh, now)));
        return fresh;
    }

    private List<String> ends(Notification of) {
        return find(of.id()).tracked().state() instanceof Ended ended
                ? List.of(Objects.requireNonNull(ended.reason()))
                : List.of();
    }

    private NotificationStore.Found find(NotificationId id) {
        return get(store.find(ann.tenant(), id)).orElseThrow();
    }

    private List<String> told() {
        return get(log.read(rig.shards().of(ann), "0-0", 1_000_000)).stream()
                .map(EventLog.Positioned::event)
                .filter(event -> event.user().equals(ann))
                .map(event -> event.type().substring(State.EVENTS.length()))
                .toList();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
