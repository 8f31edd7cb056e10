package dev.oneping.notify.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.Content;
import dev.oneping.model.GroupId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.fanout.FanOutStore.Found;
import dev.oneping.redis.Shards;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The app cancels a fan-out while it is being given to users. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class FanOutRaceTest {

    private static final List<UserId> PEOPLE = List.of(new UserId("ann"), new UserId("bob"), new UserId("cem"));

    @Inject
    FanOutStore store;

    @Inject
    FanOutService fanOuts;

    @Inject
    FanOutRunner runner;

    @Inject
    Shards shards;

    @Inject
    Clock clock;

    private final TenantId tenant =
            new TenantId("r" + Long.toHexString(ThreadLocalRandom.current().nextLong()));

    @Test
    void shouldWithdrawPartsThatWereGivenAfterTheCancellation() {
        Found spreading = begun(
                new Audience.Everyone(null, PEOPLE, 0),
                new FanOutState.Spreading(null, null, FanOutState.Tally.NOBODY));
        get(fanOuts.cancel(tenant, spreading.fanOut().id(), "by_app"));

        // When: a worker that had read it before continues from its outdated state.
        assertTrue(get(runner.take(spreading)).isEmpty());

        assertEquals(Map.of("cancelled", 3L), get(store.counts(spreading.fanOut())));
    }

    @Test
    void shouldWithdrawFromTheMemberAskedAfterTheCancellation() {
        Audience.OneOf audience =
                new Audience.OneOf(new GroupId("team"), PEOPLE, GroupStrategy.FIRST_AVAILABLE, Duration.ofMinutes(5));
        FanOut fanOut = fanOut(audience);
        UserId ann = PEOPLE.getFirst();
        NotificationId part =
                fanOut.id().part(ann.value(), shards.of(fanOut.person(ann)).number());
        Found asking = begun(
                fanOut,
                new FanOutState.Asking(ann, part, List.of(ann), clock.instant().plusSeconds(300), 0));
        get(fanOuts.cancel(tenant, fanOut.id(), "by_app"));

        get(runner.take(asking));

        assertEquals(Map.of("cancelled", 1L), get(store.counts(fanOut)));
    }

    private Found begun(Audience audience, FanOutState stage) {
        return begun(fanOut(audience), stage);
    }

    private Found begun(FanOut fanOut, FanOutState stage) {
        get(store.create(fanOut, stage, clock.instant().plusSeconds(600)));
        return get(store.find(tenant, fanOut.id())).orElseThrow();
    }

    private FanOut fanOut(Audience audience) {
        Instant now = clock.instant();
        UserRef standIn = new UserRef(tenant, PEOPLE.getFirst());
        return new FanOut(
                new Notification(
                        NotificationId.create(now, shards.of(standIn).number()),
                        standIn,
                        new Content("News", null, null),
                        "default",
                        Priority.NORMAL,
                        "default",
                        null,
                        now,
                        now.plusSeconds(600)),
                audience);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
