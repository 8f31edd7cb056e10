package dev.oneping.delivery.life;

import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The stimuli of a state, each applied by the method of the state that allows it; empty if the state has no such method, or
 * the method returns no transition.
 */
public enum Stimulus {
    /** The rules choose a device. */
    BEGIN("transitions", (state, at) -> transitions(state, at).map(way -> way.begin(plan(Given.PHONE)))),
    /** The rules hold it. */
    HOLD(
            "transitions",
            (state, at) -> transitions(state, at)
                    .map(way -> way.hold("no_device_online", at.now().plusSeconds(60)))),
    /** The rules suppress it. */
    SUPPRESS("transitions", (state, at) -> transitions(state, at).map(way -> way.suppress("opted_out"))),
    /** The rules give up. */
    EXHAUST("transitions", (state, at) -> transitions(state, at).map(way -> way.exhaust("all_rounds_over"))),
    /** It expires. */
    EXPIRE("transitions", (state, at) -> transitions(state, at).map(Transitions::expire)),
    /** The app cancels it. */
    CANCEL("cancel", (state, at) -> open(state).map(open -> open.cancel(at, "by_app"))),
    /** A timer came early. */
    RESCHEDULE(
            "reschedule",
            (state, at) -> open(state).map(open -> open.reschedule(at, at.now().plusSeconds(1)))),
    /** The user saw it. */
    SEEN("answered, upgraded", (state, at) -> answer(state, at, NotificationOutcome.SEEN)),
    /** The user did what it asks for. */
    ACTED("answered, upgraded", (state, at) -> answer(state, at, NotificationOutcome.ACTED)),
    /** The user dismissed it. */
    DISMISSED("answered, upgraded", (state, at) -> answer(state, at, NotificationOutcome.DISMISSED)),
    /** The device confirms receipt. */
    RECEIVED("received", (state, at) -> delivering(state).flatMap(running -> running.received(at, Given.LAPTOP))),
    /** The channel's provider accepted it. */
    ACCEPTED("accepted", (state, at) -> delivering(state).flatMap(running -> running.accepted(at))),
    /** No result is known, so it is sent again. */
    SEND_AGAIN("sendAgain", (state, at) -> delivering(state).flatMap(running -> running.sendAgain(at))),
    /** The channel's provider asks for a pause. */
    SEND_LATER(
            "sendLater",
            (state, at) -> delivering(state)
                    .flatMap(running -> running.sendLater(at, at.now().plusSeconds(9)))),
    /** Evidence moves the end of the ack window. */
    AWAIT(
            "await",
            (state, at) ->
                    delivering(state).map(running -> running.await(at, at.now().plusSeconds(5), "target_away"))),
    /** It is displayed on a device that was taken up. */
    DISPLAY(
            "display",
            (state, at) ->
                    delivering(state).flatMap(running -> running.display(at, List.of(Target.live(Given.PHONE))))),
    /** The user turns to another device. */
    FOLLOW("follow", (state, at) -> delivering(state).map(running -> running.follow(at, plan(Given.PHONE))));

    private final String methods;
    private final BiFunction<State, TransitionContext, Optional<Transition>> apply;

    Stimulus(String methods, BiFunction<State, TransitionContext, Optional<Transition>> apply) {
        this.methods = methods;
        this.apply = apply;
    }

    /** Returns the state methods that apply it. */
    List<String> methods() {
        return List.of(methods.split(", "));
    }

    Optional<Transition> on(State state) {
        return apply.apply(state, Given.AT);
    }

    public static AttemptPlan plan(DeviceId device) {
        return plan(new Target.Live(device, List.of()));
    }

    public static AttemptPlan plan(Target target) {
        return new AttemptPlan(
                target,
                new AttemptPlan.Window(Duration.ofSeconds(120), Duration.ofSeconds(5), Duration.ofSeconds(60)),
                true,
                new EscalationPosition("default", 1, 1, 1),
                Variant.RICH);
    }

    private static Set<Target> targets(Set<DeviceId> devices) {
        return devices.stream().map(Target::live).collect(Collectors.toUnmodifiableSet());
    }

    public static AttemptPlan plan(DeviceId device, Set<DeviceId> silent) {
        AttemptPlan plan = plan(device);
        return new AttemptPlan(
                plan.target(), plan.window(), plan.ring(), plan.at(), plan.variant(), targets(silent), false);
    }

    private static Optional<Open> open(State state) {
        return state instanceof Open open ? Optional.of(open) : Optional.empty();
    }

    private static Optional<Delivering> delivering(State state) {
        return state instanceof Delivering running ? Optional.of(running) : Optional.empty();
    }

    private static Optional<Transitions> transitions(State state, TransitionContext at) {
        return open(state).map(open -> open.transitions(at, "unanswered"));
    }

    private static Optional<Transition> answer(State state, TransitionContext at, NotificationOutcome outcome) {
        return switch (state) {
            case Open open -> Optional.of(open.answered(at, outcome, Given.LAPTOP));
            case Ended ended -> ended.upgraded(at, outcome, Given.LAPTOP);
        };
    }

    /** The inputs of every stimulus. */
    public static final class Given {

        public static final DeviceId LAPTOP = new DeviceId("laptop");
        public static final DeviceId PHONE = new DeviceId("phone");
        public static final DeviceId TABLET = new DeviceId("tablet");
        public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
        public static final TransitionContext AT =
                new TransitionContext(NotificationId.create(NOW, 7), NOW.plusSeconds(3600), NOW);

        private Given() {}
    }
}
