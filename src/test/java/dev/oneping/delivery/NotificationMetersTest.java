package dev.oneping.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.State.Accepted;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Stimulus;
import dev.oneping.delivery.life.Stimulus.Given;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.stats.TenantCounters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The outcome metrics, which have the names of the measures of docs/right-device.md. */
class NotificationMetersTest {

    private static final UserRef ANN = new UserRef(new TenantId("acme"), new UserId("ann"));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NotificationMeters meters =
            new NotificationMeters(registry, new TenantCounters(null, Clock.systemUTC()));
    private final Open onLaptop = (Open) Accepted.FRESH
            .transitions(Given.AT, "")
            .begin(Stimulus.plan(Given.LAPTOP))
            .next();

    @Test
    void shouldCountAnAnswerOnTheDeviceThatRangFirst() {
        answer(onLaptop, NotificationOutcome.ACTED, Given.LAPTOP);

        assertEquals(1, first("answered_there"));
        assertEquals(1, registry.get("oneping.notification.rings").summary().totalAmount());
    }

    @Test
    void shouldCountAnAnswerElsewhereAlthoughALaterRingWasThere() {
        Open onPhone = (Open) onLaptop.transitions(Given.AT, "unanswered")
                .begin(Stimulus.plan(Given.PHONE))
                .next();

        answer(onPhone, NotificationOutcome.SEEN, Given.PHONE);

        assertEquals(1, first("answered_elsewhere"));
        assertEquals(2, registry.get("oneping.notification.rings").summary().totalAmount());
    }

    @Test
    void shouldCountAnAnswerToASilentDisplay() {
        Open held = (Open) Accepted.FRESH
                .transitions(Given.AT, "")
                .hold("not_worth_a_ring", Given.NOW.plusSeconds(60))
                .next();

        answer(held, NotificationOutcome.DISMISSED, Given.TABLET);

        assertEquals(1, first("no_ring"));
    }

    @ParameterizedTest
    @EnumSource(
            value = NotificationOutcome.class,
            names = {"SEEN", "ACTED", "DISMISSED"})
    void shouldMeasureTheTimeUntilItWasSeenByAnyAnswer(NotificationOutcome outcome) {
        answer(onLaptop, outcome, Given.LAPTOP);

        assertEquals(1, registry.get("oneping.notification.seen").timer().count());
    }

    @Test
    void shouldTellApartWhatWasCancelledByTheErasureOfItsUser() {
        Transition erased = onLaptop.cancel(Given.AT, "user_erased");

        meters.committed(
                new VersionedState(Given.AT.id(), ANN, 3, onLaptop),
                new VersionedState(Given.AT.id(), ANN, 4, erased.next()),
                erased,
                Given.NOW);

        assertEquals(
                1,
                registry.get("oneping.notifications")
                        .tags("outcome", "cancelled", "reason", "user_erased")
                        .counter()
                        .count());
    }

    private double first(String result) {
        return registry.get("oneping.notification.first.device")
                .tag("result", result)
                .counter()
                .count();
    }

    private void answer(Open before, NotificationOutcome outcome, DeviceId device) {
        Transition answer = before.answered(Given.AT, outcome, device);
        meters.committed(
                new VersionedState(Given.AT.id(), ANN, 3, before),
                new VersionedState(Given.AT.id(), ANN, 4, answer.next()),
                answer,
                Given.NOW);
    }
}
