package dev.oneping.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.oneping.events.Event;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a notification. The methods that return a {@link Transition} are the legal transitions: a state does not
 * offer what is not legal. Pure: a transition is returned, not committed. README.md in this folder draws the diagram.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = State.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = State.Held.class, name = "held"),
    @JsonSubTypes.Type(value = State.Delivering.class, name = "delivering"),
    @JsonSubTypes.Type(value = State.Ended.class, name = "ended")
})
public sealed interface State {

    /** The reason of an attempt that was abandoned because the user turned to another device. */
    String FOLLOWED = "followed";

    /** The common prefix of a notification's event names; the rest serves as a reason. */
    String EVENTS = "notification.";

    /** Returns the attempts that are over, oldest first. */
    List<Attempt> past();

    /** Returns the last attempt whose device currently shows the notification; empty before the first. */
    default Optional<Attempt> shown() {
        return past().reversed().stream()
                .filter(attempt -> !attempt.asksEveryone())
                .findFirst();
    }

    /** Returns whether one of its attempts notifies all other members of the group. */
    default boolean asksEveryone() {
        return past().stream().anyMatch(Attempt::asksEveryone);
    }

    /** A state that is not final. */
    sealed interface Open extends State {

        /**
         * Returns the transitions from here; a running attempt is abandoned for the reason and reported as escalated.
         */
        Transitions transitions(TransitionContext at, String reason);

        /** Keeps the state and schedules the next evaluation for that time. */
        default Transition reschedule(TransitionContext at, Instant due) {
            return Transition.quiet(this, at.notAfterExpiry(due));
        }

        /** Ends because it was cancelled. */
        default Transition cancel(TransitionContext at, String reason) {
            return ended(
                    at,
                    NotificationOutcome.CANCELLED,
                    reason,
                    made(),
                    List.of(new NotificationEvent.Cancelled(at.id(), reason)));
        }

        /** Ends because the user answered, on any device. */
        default Transition answered(TransitionContext at, NotificationOutcome outcome, DeviceId device) {
            Attempt loser = shown().filter(attempt -> attempt.target().device() != null && !attempt.isOn(device))
                    .orElse(null);
            NotificationEvent answer = outcome.answer(at.id(), device);
            String reason = answer.type().substring(EVENTS.length());
            List<Event> emitted = new ArrayList<>(List.of(answer));
            AttemptEvents.retracted(at, loser, reason).ifPresent(emitted::add);
            return new Transition(new Ended(outcome, null, device, at.now(), made()), null, emitted, loser, reason);
        }

        /** Returns all attempts, including the running one. */
        default List<Attempt> made() {
            return past();
        }

        /** Ends without the user: the notification is retracted from the device that shows it. */
        default Transition ended(
                TransitionContext at,
                NotificationOutcome outcome,
                @Nullable String reason,
                List<Attempt> attempts,
                List<Event> events) {
            String why = reason != null ? reason : events.getLast().type().substring(EVENTS.length());
            List<Event> emitted = new ArrayList<>(events);
            Attempt loser =
                    shown().filter(attempt -> attempt.target().device() != null).orElse(null);
            AttemptEvents.retracted(at, loser, why).ifPresent(emitted::add);
            return new Transition(new Ended(outcome, reason, null, at.now(), attempts), null, emitted, loser, why);
        }
    }

    /**
     * Stored, but not yet decided on.
     *
     * @param before the notification that it supersedes, which is retracted once the target of this one is known; null
     *               if none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Accepted(@Nullable Superseded before) implements Open {

        /** The initial state of a notification that supersedes none. */
        public static final Accepted FRESH = new Accepted(null);

        @Override
        public List<Attempt> past() {
            return List.of();
        }

        @Override
        public Transitions transitions(TransitionContext at, String reason) {
            return new Transitions(at, this, List.of(), List.of());
        }
    }

    /**
     * Waiting for a condition or a time. The device that showed it last still does.
     *
     * @param reason the reason, as a stable code
     * @param since  when the wait began
     * @param until  the latest time of the next evaluation
     */
    record Held(String reason, Instant since, Instant until, List<Attempt> past) implements Open {
        /** Copies the attempts. */
        public Held {
            past = List.copyOf(past);
        }

        @Override
        public Transitions transitions(TransitionContext at, String ignored) {
            return new Transitions(at, this, past, List.of());
        }
    }

    /** An attempt is running: the notification is on its way to the user, or shown and waiting for the answer. */
    record Delivering(Attempt attempt, List<Attempt> past) implements Open {
        /** Copies the attempts. */
        public Delivering {
            past = List.copyOf(past);
        }

        @Override
        public Optional<Attempt> shown() {
            return attempt.asksEveryone() ? Open.super.shown() : Optional.of(attempt);
        }

        @Override
        public boolean asksEveryone() {
            return attempt.asksEveryone() || Open.super.asksEveryone();
        }

        @Override
        public List<Attempt> made() {
            return and(attempt);
        }

        @Override
        public Transitions transitions(TransitionContext at, String reason) {
            return new Transitions(
                    at,
                    this,
                    and(attempt.over(reason)),
                    List.of(new NotificationEvent.Escalated(
                            at.id(),
                            attempt.number(),
                            attempt.target().device(),
                            attempt.target().channel(),
                            reason)));
        }

        /** The device confirms receipt: only the device of the attempt can, and only once. */
        public Optional<Transition> received(TransitionContext at, DeviceId device) {
            if (!attempt.isOn(device) || attempt.receivedAt() != null) {
                return Optional.empty();
            }
            return Optional.of(new Transition(
                    new Delivering(attempt.at(new DeliveryProgress.Received(at.now())), past),
                    attempt.ackBy(),
                    List.of(new NotificationEvent.Received(at.id(), attempt.number(), device)),
                    null,
                    ""));
        }

        /**
         * Moves the end of the ack window, because of evidence about the device.
         *
         * @param why a stable code; null if the planned end applies again
         */
        public Transition await(TransitionContext at, Instant end, @Nullable String why) {
            Attempt awaited = attempt.awaiting(at.notAfterExpiry(end), why);
            return Transition.quiet(new Delivering(awaited, past), awaited.due());
        }

        /** The channel's provider accepted it: that is no answer, but it need not be sent again. */
        public Optional<Transition> accepted(TransitionContext at) {
            return attempt.sending().map(ignored -> {
                Attempt taken = attempt.at(new DeliveryProgress.Accepted(at.now()));
                return Transition.quiet(new Delivering(taken, past), taken.due());
            });
        }

        /** Starts another hand-over to the channel. */
        public Optional<Transition> sendAgain(TransitionContext at) {
            Instant next = at.now().plus(Attempt.SEND_AGAIN);
            return attempt.sending()
                    .map(sending -> attempt.at(new DeliveryProgress.Sending(sending.tries() + 1, next)))
                    .map(again -> Transition.quiet(new Delivering(again, past), at.notAfterExpiry(again.due())));
        }

        /** Delays the next hand-over until an instant, as the channel asked. */
        public Optional<Transition> sendLater(TransitionContext at, Instant next) {
            return attempt.sending()
                    .map(sending -> attempt.at(new DeliveryProgress.Sending(sending.tries(), next)))
                    .map(later -> Transition.quiet(new Delivering(later, past), at.notAfterExpiry(later.due())));
        }

        /**
         * Follows the user to the device that is in use now, within the same step and with the same deadline: this is
         * not an escalation.
         *
         * @param plan the rules' decision for that device
         */
        public Transition follow(TransitionContext at, AttemptPlan plan) {
            AckWindowBounds clock = attempt.bounds().takenOver(plan.window().floor(), at.now());
            Attempt next = Attempt.begin(attempt.number() + 1, plan, clock, at.now());
            boolean leaves =
                    attempt.target().device() != null && !attempt.target().isSamePlace(plan.target());
            Attempt loser = leaves ? attempt : null;
            List<Event> emitted = new ArrayList<>();
            AttemptEvents.retracted(at, loser, FOLLOWED).ifPresent(emitted::add);
            emitted.add(AttemptEvents.begun(at, next));
            return new Transition(
                    new Delivering(next, and(attempt.over(FOLLOWED))), next.due(), emitted, loser, FOLLOWED);
        }

        private List<Attempt> and(Attempt last) {
            List<Attempt> all = new ArrayList<>(past);
            all.add(last);
            return all;
        }
    }

    /**
     * The final state.
     *
     * @param outcome the outcome
     * @param reason  the reason, if the outcome alone does not tell it; null otherwise
     * @param by      the device on which the user answered; null if the user did not
     * @param at      the time of the end
     */
    record Ended(
            NotificationOutcome outcome,
            @Nullable String reason,
            @Nullable DeviceId by,
            Instant at,
            List<Attempt> past) implements State {
        /** Copies the attempts. */
        public Ended {
            past = List.copyOf(past);
        }

        /**
         * Upgrades the outcome: a user who saw the notification and then acts has done more. It stays ended; no other
         * outcome can change.
         */
        public Optional<Transition> upgraded(TransitionContext at, NotificationOutcome more, DeviceId device) {
            return outcome == NotificationOutcome.SEEN && more.isAnswer() && more != NotificationOutcome.SEEN
                    ? Optional.of(new Transition(
                            new Ended(more, reason, device, at.now(), past),
                            null,
                            List.of(more.answer(at.id(), device)),
                            null,
                            ""))
                    : Optional.empty();
        }
    }
}
