package dev.oneping.delivery;

import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Ended;
import dev.oneping.delivery.State.Open;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * All that can be wished of a life, each made by the method of the state that allows it; none where the state has no such
 * method, or it says no.
 */
enum Stimulus {
    /** The rules choose a device. */
    BEGIN("onward", (state, at) -> onward(state, at).map(way -> way.begin(plan(Given.PHONE)))),
    /** The rules let it wait. */
    HOLD(
            "onward",
            (state, at) -> onward(state, at)
                    .map(way -> way.hold("no_device_online", at.now().plusSeconds(60)))),
    /** The rules say no. */
    SUPPRESS("onward", (state, at) -> onward(state, at).map(way -> way.suppress("opted_out"))),
    /** The rules are at their end. */
    EXHAUST("onward", (state, at) -> onward(state, at).map(way -> way.exhaust("all_rounds_over"))),
    /** Its time is over. */
    EXPIRE("onward", (state, at) -> onward(state, at).map(Transitions::expire)),
    /** The app calls it off. */
    CANCEL("cancel", (state, at) -> open(state).map(open -> open.cancel(at, "by_app"))),
    /** A timer came early. */
    LOOK_AGAIN(
            "lookAgain",
            (state, at) -> open(state).map(open -> open.lookAgain(at, at.now().plusSeconds(1)))),
    /** A person saw it. */
    SEEN("answered, outdone", (state, at) -> answer(state, at, NotificationOutcome.SEEN)),
    /** A person did what it asks for. */
    ACTED("answered, outdone", (state, at) -> answer(state, at, NotificationOutcome.ACTED)),
    /** A person put it away. */
    DISMISSED("answered, outdone", (state, at) -> answer(state, at, NotificationOutcome.DISMISSED)),
    /** The device that is asked has it. */
    RECEIVED("received", (state, at) -> delivering(state).flatMap(running -> running.received(at, Given.LAPTOP))),
    /** The provider of the channel took it. */
    ACCEPTED("accepted", (state, at) -> delivering(state).flatMap(running -> running.accepted(at))),
    /** Nobody has said what came of it, so it is sent again. */
    SEND_AGAIN("sendAgain", (state, at) -> delivering(state).flatMap(running -> running.sendAgain(at))),
    /** The provider of the channel wants it later. */
    SEND_LATER(
            "sendLater",
            (state, at) -> delivering(state)
                    .flatMap(running -> running.sendLater(at, at.now().plusSeconds(9)))),
    /** Evidence moves the end of the wait. */
    AWAIT(
            "await",
            (state, at) ->
                    delivering(state).map(running -> running.await(at, at.now().plusSeconds(5), "target_away"))),
    /** The person turns to another device. */
    FOLLOW("follow", (state, at) -> delivering(state).map(running -> running.follow(at, plan(Given.PHONE))));

    private final String methods;
    private final BiFunction<State, TransitionContext, Optional<Transition>> wish;

    Stimulus(String methods, BiFunction<State, TransitionContext, Optional<Transition>> wish) {
        this.methods = methods;
        this.wish = wish;
    }

    /** The methods of the states that answer to it. */
    List<String> methods() {
        return List.of(methods.split(", "));
    }

    Optional<Transition> on(State state) {
        return wish.apply(state, Given.AT);
    }

    static AttemptPlan plan(DeviceId device) {
        return plan(new Target.Live(device, List.of()));
    }

    static AttemptPlan plan(Target target) {
        return new AttemptPlan(
                target,
                new AttemptPlan.Window(Duration.ofSeconds(120), Duration.ofSeconds(5), Duration.ofSeconds(60)),
                true,
                new EscalationPosition("default", 1, 1, 1),
                Variant.RICH);
    }

    private static Optional<Open> open(State state) {
        return state instanceof Open open ? Optional.of(open) : Optional.empty();
    }

    private static Optional<Delivering> delivering(State state) {
        return state instanceof Delivering running ? Optional.of(running) : Optional.empty();
    }

    private static Optional<Transitions> onward(State state, TransitionContext at) {
        return open(state).map(open -> open.onward(at, "unanswered"));
    }

    private static Optional<Transition> answer(State state, TransitionContext at, NotificationOutcome outcome) {
        return switch (state) {
            case Open open -> Optional.of(open.answered(at, outcome, Given.LAPTOP));
            case Ended ended -> ended.outdone(at, outcome, Given.LAPTOP);
        };
    }

    /** What every wish is made with. */
    static final class Given {

        static final DeviceId LAPTOP = new DeviceId("laptop");
        static final DeviceId PHONE = new DeviceId("phone");
        static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
        static final TransitionContext AT =
                new TransitionContext(NotificationId.create(NOW, 7), NOW.plusSeconds(3600), NOW);

        private Given() {}
    }
}
