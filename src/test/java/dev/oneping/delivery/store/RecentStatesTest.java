package dev.oneping.delivery.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentStatesTest {

    private static final UserRef ANN = new UserRef(new TenantId("t"), new UserId("ann"));
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void shouldKnowEveryRunningOneAfterManyThatHaveEnded() {
        RecentStates recent = new RecentStates(2_000);
        Deque<VersionedState> running = new ArrayDeque<>();
        int hits = 0;
        for (int i = 0; i < 200_000; i++) {
            VersionedState begun = begun();
            recent.put(begun);
            running.addLast(begun);
            if (running.size() > 500) {
                VersionedState first = running.removeFirst();
                hits += first.equals(recent.get(first.id())) ? 1 : 0;
                recent.put(ended(first));
                assertNull(recent.get(first.id()));
            }
        }

        assertEquals(199_500, hits);
    }

    @Test
    void shouldKeepTheLastHalfOfItsCapacityAndForgetTheRest() {
        RecentStates recent = new RecentStates(100);
        Deque<VersionedState> all = new ArrayDeque<>();
        for (int i = 0; i < 1_000; i++) {
            VersionedState begun = begun();
            recent.put(begun);
            all.addFirst(begun);
        }

        Set<NotificationId> known = new HashSet<>();
        all.stream().filter(state -> recent.get(state.id()) != null).forEach(state -> known.add(state.id()));
        assertTrue(known.size() <= 101, () -> "remembered " + known.size());
        all.stream().limit(50).forEach(state -> assertEquals(state, recent.get(state.id())));
    }

    @Test
    void shouldRememberTheLatestStateOfANotification() {
        RecentStates recent = new RecentStates(2);
        VersionedState first = begun();
        VersionedState second = new VersionedState(first.id(), ANN, 2, State.Accepted.FRESH);

        recent.put(first);
        recent.put(begun());
        recent.put(begun());
        recent.put(second);

        assertEquals(second, recent.get(first.id()));
    }

    private static VersionedState begun() {
        return new VersionedState(NotificationId.create(NOW, 1), ANN, 1, State.Accepted.FRESH);
    }

    private static VersionedState ended(VersionedState open) {
        State next = State.Accepted.FRESH
                .answered(
                        new TransitionContext(open.id(), Instant.MAX, NOW),
                        NotificationOutcome.ACTED,
                        new DeviceId("phone"))
                .next();
        return new VersionedState(open.id(), ANN, open.version() + 1, next);
    }
}
