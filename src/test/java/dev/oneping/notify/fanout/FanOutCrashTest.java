package dev.oneping.notify.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.group.TopicStore;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.fanout.FanOutState.Tally;
import dev.oneping.redis.Shards;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process dies in the middle of a batch: another one continues, and each user gets the notification once. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class FanOutCrashTest {

    private static final TopicId NEWS = new TopicId("news");

    @Inject
    FanOutStore store;

    @Inject
    FanOutService fanOuts;

    @Inject
    FanOutBatches batches;

    @Inject
    TopicStore topics;

    @Inject
    Shards shards;

    @Inject
    Clock clock;

    @Test
    void shouldResumeADeadProcessAndGiveItToEachUserOnce() {
        TenantId tenant =
                new TenantId("c" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        List<UserId> people =
                IntStream.range(1_000, 1_700).mapToObj(i -> new UserId("u" + i)).toList();
        topics.subscribe(tenant, NEWS, people).await().indefinitely();
        FanOut fanOut = news(tenant);

        // Given: one batch is recorded, and a part of the next one is done but not recorded.
        FanOutState.Spreading begun = new FanOutState.Spreading(people.get(199), null, new Tally(200, 0));
        batches.give(batches.parts(fanOut, begun, people.subList(0, 330)))
                .await()
                .indefinitely();
        store.create(fanOut, begun, clock.instant().plusMillis(300)).await().indefinitely();

        // Then
        Awaitility.await().untilAsserted(() -> {
            FanOutService.Overview now =
                    fanOuts.find(tenant, fanOut.id()).await().indefinitely().orElseThrow();
            assertEquals(new FanOutState.Watching(null, new Tally(700, 0)), now.state());
            assertEquals(Map.of("held", 700L), now.counts());
        });
    }

    private FanOut news(TenantId tenant) {
        Instant now = clock.instant();
        UserRef standIn = new UserRef(tenant, new UserId("news"));
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
                new Audience.Subscribers(NEWS));
    }
}
