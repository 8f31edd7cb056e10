package dev.oneping.delivery.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.State.Accepted;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.events.Event;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StateTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(3600);
    private static final NotificationId ID = NotificationId.create(NOW, 7);
    private static final TransitionContext AT = new TransitionContext(ID, EXPIRY, NOW);
    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final DeviceId TABLET = new DeviceId("tablet");

    @Test
    void shouldAwaitAnAnswerWhenAnAttemptBegins() {
        Transition move = transitions(Accepted.FRESH, "").begin(plan(LAPTOP, 120));

        Delivering next = assertInstanceOf(Delivering.class, move.next());
        assertEquals(1, next.attempt().number());
        assertEquals(NOW.plusSeconds(120), move.due());
        assertEquals(List.of("notification.delivering"), types(move));
        assertNull(move.retracts());
    }

    @Test
    void shouldMoveFromOneDeviceToTheNextInOneStep() {
        Transition move = transitions(onLaptop(), "unanswered").begin(plan(PHONE, 120));

        assertEquals(
                List.of("notification.escalated", "notification.retracted", "notification.delivering"), types(move));
        assertEquals(LAPTOP, Objects.requireNonNull(move.retracts()).target().device());
        Delivering next = assertInstanceOf(Delivering.class, move.next());
        assertEquals(2, next.attempt().number());
        assertEquals("unanswered", next.past().getLast().over());
    }

    @Test
    void shouldNotTakeItAwayFromTheDeviceThatTriesAgain() {
        Transition move = transitions(onLaptop(), "unanswered").begin(plan(LAPTOP, 120));

        assertNull(move.retracts());
        assertEquals(List.of("notification.escalated", "notification.delivering"), types(move));
    }

    @Test
    void shouldKeepShowingItWhenTheOthersAreAskedToo() {
        AttemptPlan everyone = new AttemptPlan(
                new Target.Everyone(),
                AttemptPlan.Window.fixed(Duration.ofSeconds(60)),
                true,
                new EscalationPosition("default", 1, 2, 1),
                Variant.RICH);
        Transition asks = transitions(onLaptop(), "unanswered").begin(everyone);
        Delivering asking = assertInstanceOf(Delivering.class, asks.next());
        Transition next = transitions(asking, "unanswered").begin(plan(PHONE, 120));
        Transition off = asking.cancel(AT, "answered");

        assertNull(asks.retracts());
        assertTrue(asking.asksEveryone());
        assertEquals(LAPTOP, Objects.requireNonNull(next.retracts()).target().device());
        assertEquals(LAPTOP, Objects.requireNonNull(off.retracts()).target().device());
        assertTrue(off.next().asksEveryone());
    }

    @Test
    void shouldLeaveTheDisplayWhereItWasWhenTheSoundMovesOn() {
        Transition move = transitions(onLaptop(), "unanswered").begin(plan(PHONE, Set.of(LAPTOP)));

        assertEquals(List.of("notification.escalated", "notification.delivering"), types(move));
        assertNull(move.retracts());
        Delivering next = assertInstanceOf(Delivering.class, move.next());
        assertEquals(List.of(new Display(LAPTOP, NOW, false)), next.silent());
        assertTrue(next.isShownOn(LAPTOP) && next.isShownOn(PHONE));
        assertEquals(PHONE, next.shown().orElseThrow().target().device());
    }

    @Test
    void shouldRememberThatAPushLeftTheDisplay() {
        Open pushed = (Open) transitions(Accepted.FRESH, "")
                .begin(plan(new Target.Push(PHONE), Set.of()))
                .next();
        Transition move = transitions(pushed, "unanswered").begin(plan(LAPTOP, Set.of(PHONE)));

        Transition end = ((Open) move.next()).cancel(AT, "by_app");

        assertEquals(List.of(new Target.Push(PHONE)), end.hides());
    }

    @Test
    void shouldRetractByPushWhatAPushDisplayed() {
        Transition hold = transitions(Accepted.FRESH, "")
                .hold("not_worth_a_ring", EXPIRY, Set.of(new Target.Push(PHONE), Target.live(LAPTOP)));

        Transition end = ((Open) hold.next()).answered(AT, NotificationOutcome.ACTED, LAPTOP);

        assertEquals(Set.of(PHONE, LAPTOP), Set.copyOf(devices(hold.next())));
        assertEquals(List.of(new Target.Push(PHONE)), end.hides());
    }

    @Test
    void shouldSoundInPlaceOnADeviceThatDisplaysIt() {
        Open displayed = displayedOnTablet();

        Transition move = transitions(displayed, "unanswered").begin(plan(TABLET, Set.of(LAPTOP)));

        Delivering next = assertInstanceOf(Delivering.class, move.next());
        assertTrue(next.attempt().isOn(TABLET));
        assertEquals(List.of(LAPTOP), devices(next));
        assertEquals(List.of("notification.escalated", "notification.delivering"), types(move));
    }

    @Test
    void shouldTakeItFromADisplayThatWouldMislead() {
        Transition move = transitions(displayedOnTablet(), "unanswered").begin(plan(PHONE, Set.of(LAPTOP)));

        assertEquals(List.of(new Target.Live(TABLET, List.of())), move.hides());
        assertEquals(
                List.of("notification.escalated", "notification.retracted", "notification.delivering"), types(move));
    }

    @Test
    void shouldDisplayItWhileItWaits() {
        Transition hold = transitions(Accepted.FRESH, "").hold("not_worth_a_ring", EXPIRY, Set.of(Target.live(LAPTOP)));
        Transition again = transitions((Open) hold.next(), "")
                .hold("not_worth_a_ring", EXPIRY, Set.of(Target.live(LAPTOP), Target.live(TABLET)));
        Transition same =
                transitions((Open) again.next(), "").hold("not_worth_a_ring", EXPIRY, Set.of(Target.live(TABLET)));

        assertEquals(List.of("notification.held", "notification.displayed"), types(hold));
        assertEquals(List.of("notification.displayed"), types(again));
        assertEquals(List.of(), types(same));
        assertEquals(Set.of(LAPTOP, TABLET), Set.copyOf(devices(same.next())));
    }

    @Test
    void shouldEndOnEveryDisplayWhenAPersonAnswersOnOne() {
        Transition move = displayedOnTablet().answered(AT, NotificationOutcome.ACTED, TABLET);

        assertEquals(LAPTOP, Objects.requireNonNull(move.retracts()).target().device());
        assertEquals(List.of(), move.hides());
        Transition other = displayedOnTablet().answered(AT, NotificationOutcome.SEEN, LAPTOP);
        assertNull(other.retracts());
        assertEquals(List.of(new Target.Live(TABLET, List.of())), other.hides());
        assertEquals(List.of(), other.next().silent());
    }

    @Test
    void shouldDisplayItOnABoundedNumberOfDevices() {
        Set<DeviceId> many = new LinkedHashSet<>();
        for (int i = 0; i < 40; i++) {
            many.add(new DeviceId("d" + i));
        }
        Transition move = transitions(Accepted.FRESH, "").begin(plan(LAPTOP, many));

        assertEquals(16, move.next().silent().size());
        assertEquals("d0", devices(move.next()).getFirst().value());
        assertTrue(((Delivering) move.next())
                .display(AT, List.of(Target.live(PHONE)))
                .isEmpty());
    }

    @Test
    void shouldNeverWaitLongerThanTheExpiry() {
        Transition attempt = transitions(Accepted.FRESH, "").begin(plan(LAPTOP, 7200));
        Transition hold = transitions(Accepted.FRESH, "").hold("quiet_hours", EXPIRY.plusSeconds(1));

        assertEquals(EXPIRY, attempt.due());
        assertEquals(EXPIRY, hold.due());
    }

    @Test
    void shouldEmitAHoldOnlyOnce() {
        Transition first = transitions(Accepted.FRESH, "").hold("quiet_hours", NOW.plusSeconds(60));
        Transition second = transitions((Open) first.next(), "").hold("quiet_hours", NOW.plusSeconds(90));

        assertEquals(List.of("notification.held"), types(first));
        assertEquals(List.of(), types(second));
        assertEquals(NOW.plusSeconds(90), second.due());
    }

    @Test
    void shouldEndEverywhereWhenAPersonAnswersOnAnotherDevice() {
        Transition move = onLaptop().answered(AT, NotificationOutcome.ACTED, PHONE);

        assertEquals(List.of("notification.acted", "notification.retracted"), types(move));
        assertEquals(LAPTOP, Objects.requireNonNull(move.retracts()).target().device());
        assertNull(move.due());
        Ended ended = assertInstanceOf(Ended.class, move.next());
        assertEquals(PHONE, ended.by());
        assertEquals(1, ended.past().size());
    }

    @Test
    void shouldNotRetractFromTheDeviceOnWhichTheUserAnswered() {
        assertNull(onLaptop().answered(AT, NotificationOutcome.SEEN, LAPTOP).retracts());
    }

    @Test
    void shouldAcceptReceivedOnlyFromTheAskedDevice() {
        Transition move = onLaptop().received(AT, LAPTOP).orElseThrow();

        assertEquals(
                NOW, assertInstanceOf(Delivering.class, move.next()).attempt().receivedAt());
        assertEquals(List.of("notification.received"), types(move));
        assertTrue(onLaptop().received(AT, PHONE).isEmpty());
        assertTrue(((Delivering) move.next()).received(AT, LAPTOP).isEmpty());
    }

    @Test
    void shouldTakeItAwayWhenItEndsWithoutAPerson() {
        for (Transition move : List.of(
                transitions(onLaptop(), "expired").expire(),
                transitions(onLaptop(), "unanswered").exhaust("all_rounds_over"),
                transitions(onLaptop(), "unanswered").suppress("opted_out"),
                onLaptop().cancel(AT, "by_app"))) {
            assertInstanceOf(Ended.class, move.next());
            assertEquals(
                    LAPTOP, Objects.requireNonNull(move.retracts()).target().device());
            assertTrue(types(move).contains("notification.retracted"), move::toString);
            assertNull(move.due());
        }
    }

    @Test
    void shouldKeepShowingWhileItWaits() {
        Transition move = transitions(onLaptop(), "unanswered").hold("all_devices_tried", EXPIRY);

        Held held = assertInstanceOf(Held.class, move.next());
        assertNull(move.retracts());
        assertEquals(LAPTOP, held.shown().orElseThrow().target().device());
    }

    private static Transitions transitions(Open from, String reason) {
        return from.transitions(AT, reason);
    }

    private static Delivering onLaptop() {
        return (Delivering)
                transitions(Accepted.FRESH, "").begin(plan(LAPTOP, 120)).next();
    }

    private static Delivering displayedOnTablet() {
        return (Delivering) transitions(Accepted.FRESH, "")
                .begin(plan(LAPTOP, Set.of(TABLET)))
                .next();
    }

    private static List<DeviceId> devices(State state) {
        return state.silent().stream().map(Display::device).toList();
    }

    private static AttemptPlan plan(DeviceId device, Set<DeviceId> silent) {
        return plan(new Target.Live(device, List.of()), silent);
    }

    private static AttemptPlan plan(Target target, Set<DeviceId> silent) {
        AttemptPlan plan = plan(LAPTOP, 120);
        return new AttemptPlan(target, plan.window(), true, plan.at(), Variant.RICH, live(silent), false);
    }

    private static Set<Target> live(Set<DeviceId> devices) {
        return devices.stream().map(Target::live).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static AttemptPlan plan(DeviceId device, int seconds) {
        return new AttemptPlan(
                new Target.Live(device, List.of()),
                AttemptPlan.Window.fixed(Duration.ofSeconds(seconds)),
                true,
                new EscalationPosition("default", 1, 1, 1),
                Variant.RICH);
    }

    private static List<String> types(Transition move) {
        return move.events().stream().map(Event::type).toList();
    }
}
