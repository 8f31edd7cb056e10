package dev.oneping.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.store.Crowd;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceWaiterTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Crowd crowd = new Crowd();
    private final WatchRig rig = new WatchRig(crowd);
    private final UserRef ann = crowd.user("ann");

    @AfterEach
    void close() {
        crowd.close();
    }

    /** It never looks by itself here, so a wake-up that was lost would be waited for in vain. */
    @Test
    void shouldLoseNoWakeUpBetweenReadingAndWaiting() {
        PresenceWaiter waits = rig.waits("1h");
        String known = of(waits.load(ann)).tag();
        for (int i = 0; i < 500; i++) {
            CompletableFuture<PresenceRendering> next =
                    waits.await(ann, known, LONG).subscribeAsCompletionStage();
            if (i % 2 == 0) {
                crowd.sitsAt("laptop" + i, ann);
            } else {
                crowd.invisible(ann, i % 4 == 1);
            }
            if (i % 2 == 0) {
                crowd.pass(Duration.ofSeconds(61), ann);
            }

            PresenceRendering found = of(Uni.createFrom().completionStage(next));

            assertNotEquals(known, found.tag());
            known = of(waits.load(ann)).tag();
        }
        assertEquals(0, rig.news.count(), "nobody listens any more");
    }

    @Test
    void shouldFindChangesWithoutEventsByPolling() {
        PresenceWaiter waits = rig.waits("20ms");
        SessionId session = crowd.sitsAt("laptop", ann);
        String known = of(waits.load(ann)).tag();
        CompletableFuture<PresenceRendering> next =
                waits.await(ann, known, LONG).subscribeAsCompletionStage();

        crowd.chargesTo(0.5, ann, session);

        assertEquals(
                0.5,
                of(Uni.createFrom().completionStage(next))
                        .body()
                        .at("/devices/0/battery/level")
                        .doubleValue());
    }

    @Test
    void shouldNotWakeBecauseConfidenceFades() {
        PresenceWaiter waits = rig.waits("5ms");
        crowd.sitsAt("laptop", ann);
        PresenceRendering before = of(waits.load(ann));
        crowd.pass(Duration.ofSeconds(20));

        PresenceRendering after = of(waits.await(ann, before.tag(), Duration.ofMillis(50)));

        assertTrue(after.isAsIn(before.tag()));
        assertFalse(after.isKnownBy(before.tag()), "but it is strong: another byte, another tag");
        assertEquals(before.steady(), after.steady());
    }

    @Test
    void shouldWakeOnChangesByThePassingOfTime() {
        PresenceWaiter waits = rig.waits("5ms");
        crowd.sitsAt("laptop", ann);
        PresenceRendering before = of(waits.load(ann));
        crowd.pass(Duration.ofSeconds(61));

        PresenceRendering after = of(waits.await(ann, before.tag(), LONG));

        assertEquals("unknown", after.body().at("/attention/state").textValue());
    }

    @Test
    void shouldRemoveTheListenerOfAnAbandonedRequest() {
        PresenceWaiter waits = rig.waits("1h");
        String known = of(waits.load(ann)).tag();
        CompletableFuture<PresenceRendering> next =
                waits.await(ann, known, LONG).subscribeAsCompletionStage();
        org.awaitility.Awaitility.await().until(() -> rig.news.count() == 1);

        next.cancel(true);

        org.awaitility.Awaitility.await().until(() -> rig.news.count() == 0);
    }

    private static <T> T of(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
