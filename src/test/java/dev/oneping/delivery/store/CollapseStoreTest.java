package dev.oneping.delivery.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Accepted;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Stimulus;
import dev.oneping.delivery.life.Superseded;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.events.EventLog;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.House;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code delivery/supersede.lua}, and many concurrent notifications under one key. */
class CollapseStoreTest {

    private static final String KEY = "chat/7";

    private final RedisRig rig = new RedisRig();
    private final UserRef ann = rig.someone();
    private final Clock clock = Clock.systemUTC();
    private final House house = house(Map.of());
    private final NotificationStore store = house.get(NotificationStore.class);
    private final CollapseStore succession = house.get(CollapseStore.class);
    private final EventLog log = house.get(EventLog.class);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldTakeAFreeCollapseKey() {
        NotificationId id = accept(KEY).id();

        assertEquals(List.of(id), open());
        assertEquals(List.of("accepted"), told());
    }

    @Test
    void shouldEndTheSupersededOneInTheSameStepAndRememberItsDevice() {
        VersionedState first = show(accept(KEY));

        VersionedState next = accept(KEY);

        assertEquals(List.of(next.id()), open());
        Ended ended = assertInstanceOf(Ended.class, life(first.id()).state());
        assertEquals(NotificationOutcome.CANCELLED, ended.outcome());
        assertEquals("replaced", ended.reason());
        Superseded superseded =
                Objects.requireNonNull(((Accepted) life(next.id()).state()).before());
        assertEquals(first.id(), superseded.id());
        assertEquals(first.version() + 1, superseded.version());
        assertEquals(Stimulus.Given.LAPTOP, superseded.shown().target().device());
        assertEquals(List.of("accepted", "delivering", "cancelled", "retracted", "accepted"), told());
        assertEquals(
                "replaced", get(store.trace(ann.tenant(), first.id())).getLast().cause());
    }

    @Test
    void shouldRememberTheShownOneAcrossAnUnshownReplacement() {
        VersionedState first = show(accept(KEY));
        accept(KEY);

        VersionedState last = accept(KEY);

        assertEquals(
                first.id(),
                Objects.requireNonNull(((Accepted) last.state()).before()).id());
    }

    @Test
    void shouldLeaveAnEndedNotificationUnchanged() {
        VersionedState first = accept(KEY);
        get(store.commit(first, ((Open) first.state()).cancel(moment(first.id()), "by_app"), null));

        VersionedState next = accept(KEY);

        assertEquals("by_app", ((Ended) life(first.id()).state()).reason());
        assertNull(((Accepted) next.state()).before());
    }

    @Test
    void shouldNotMixPlaces() {
        VersionedState one = accept(KEY);
        VersionedState other = accept("chat/8");

        assertEquals(List.of(one.id(), other.id()), open());
    }

    @Test
    void shouldTakeTheSameOneOnce() {
        Notification notification = notification(KEY);
        assertInstanceOf(AcceptResult.Stored.class, get(succession.accept(notification, clock.instant())));

        assertInstanceOf(AcceptResult.Repeated.class, get(succession.accept(notification, clock.instant())));
        VersionedState later = accept(KEY);
        assertInstanceOf(AcceptResult.Repeated.class, get(succession.accept(notification, clock.instant())));
        assertEquals(List.of(later.id()), open());
    }

    @Test
    void shouldSupersedeAtTheLimitOfOpenNotifications() {
        CollapseStore narrow = house(Map.of("oneping.delivery.max-open", "1")).get(CollapseStore.class);
        assertInstanceOf(AcceptResult.Stored.class, get(narrow.accept(notification(KEY), clock.instant())));

        assertEquals(new AcceptResult.Full(1), get(narrow.accept(notification("another"), clock.instant())));
        assertInstanceOf(AcceptResult.Stored.class, get(narrow.accept(notification(KEY), clock.instant())));
        assertEquals(1, open().size());
    }

    /** A caller with outdated facts gets 'moved', and tries again. */
    @Test
    void shouldLeaveOneOpenOfManyAtOnce() {
        List<AcceptResult> all = get(Uni.join()
                .all(IntStream.range(0, 40)
                        .mapToObj(i -> succession.accept(notification(KEY), clock.instant()))
                        .toList())
                .andFailFast());

        all.forEach(each -> assertInstanceOf(AcceptResult.Stored.class, each));
        assertEquals(1, open().size());
        assertEquals(39, told().stream().filter("cancelled"::equals).count());
    }

    private House house(Map<String, String> settings) {
        return new House(settings)
                .with(RedisPipeline.class, rig.redis())
                .with(Clock.class, clock)
                .with(MeterRegistry.class, new SimpleMeterRegistry())
                .with(ObjectMapper.class, RedisRig.json());
    }

    private VersionedState accept(@Nullable String key) {
        return ((AcceptResult.Stored)
                        get(succession.accept(notification(key), clock.instant().plusSeconds(5))))
                .tracked();
    }

    private VersionedState show(VersionedState fresh) {
        Transition begin =
                ((Open) fresh.state()).transitions(moment(fresh.id()), "").begin(Stimulus.plan(Stimulus.Given.LAPTOP));
        return Commits.committed(get(store.commit(fresh, begin, null)));
    }

    private TransitionContext moment(NotificationId id) {
        return new TransitionContext(id, Instant.MAX, clock.instant());
    }

    private VersionedState life(NotificationId id) {
        return get(store.find(ann.tenant(), id)).orElseThrow().tracked();
    }

    private List<NotificationId> open() {
        return get(store.open(ann));
    }

    private List<String> told() {
        return get(log.read(rig.shards().of(ann), "0-0", 1_000_000)).stream()
                .map(EventLog.Positioned::event)
                .filter(event -> event.user().equals(ann))
                .map(event -> event.type().substring(State.EVENTS.length()))
                .toList();
    }

    private Notification notification(@Nullable String key) {
        Instant now = clock.instant();
        return new Notification(
                NotificationId.create(now, rig.shards().of(ann).number()),
                ann,
                new Content("1 new message", null, null),
                "chat",
                Priority.NORMAL,
                "default",
                key,
                now,
                now.plusSeconds(600));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
