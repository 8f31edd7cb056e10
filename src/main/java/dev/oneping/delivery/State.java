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
 * Where a notification is in its life. The methods that return a {@link Transition} are the legal moves: what a state does not
 * offer cannot be done to it. Pure: a move is returned, not made. README.md in this folder draws them.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = State.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = State.Held.class, name = "held"),
    @JsonSubTypes.Type(value = State.Delivering.class, name = "delivering"),
    @JsonSubTypes.Type(value = State.Ended.class, name = "ended")
})
public sealed interface State {

    /** Why an attempt was left: the person has turned to another device. */
    String FOLLOWED = "followed";

    /** What the names of all events of a notification begin with; the rest serves as a reason. */
    String EVENTS = "notification.";

    /** The attempts that are over, oldest first. */
    List<Attempt> past();

    /** The device that shows it at the moment, by the last attempt; none before the first. */
    default Optional<Attempt> shown() {
        return past().reversed().stream()
                .filter(attempt -> !attempt.asksEveryone())
                .findFirst();
    }

    /** Whether one of its attempts asks everybody else in the group. */
    default boolean asksEveryone() {
        return past().stream().anyMatch(Attempt::asksEveryone);
    }

    /** A state in which something is still to come. */
    sealed interface Open extends State {

        /** Where it can go from here; an attempt that still runs is given up for the reason and told of as escalated. */
        Transitions onward(TransitionContext at, String reason);

        /** Stays as it is and looks again at that time. */
        default Transition lookAgain(TransitionContext at, Instant due) {
            return Transition.quiet(this, at.notAfterExpiry(due));
        }

        /** Ends because it was called off. */
        default Transition cancel(TransitionContext at, String reason) {
            return ended(
                    at,
                    NotificationOutcome.CANCELLED,
                    reason,
                    made(),
                    List.of(new NotificationEvent.Cancelled(at.id(), reason)));
        }

        /** Ends because a person has answered on a device; any device will do. */
        default Transition answered(TransitionContext at, NotificationOutcome outcome, DeviceId device) {
            Attempt loser = shown().filter(attempt -> attempt.target().device() != null && !attempt.isOn(device))
                    .orElse(null);
            NotificationEvent answer = outcome.answer(at.id(), device);
            String reason = answer.type().substring(EVENTS.length());
            List<Event> told = new ArrayList<>(List.of(answer));
            AttemptEvents.retracted(at, loser, reason).ifPresent(told::add);
            return new Transition(new Ended(outcome, null, device, at.now(), made()), null, told, loser, reason);
        }

        /** All attempts, the running one among them. */
        default List<Attempt> made() {
            return past();
        }

        /** An end without a person: it is taken away from where it is shown. */
        default Transition ended(
                TransitionContext at,
                NotificationOutcome outcome,
                @Nullable String reason,
                List<Attempt> attempts,
                List<Event> events) {
            String why = reason != null ? reason : events.getLast().type().substring(EVENTS.length());
            List<Event> told = new ArrayList<>(events);
            Attempt loser =
                    shown().filter(attempt -> attempt.target().device() != null).orElse(null);
            AttemptEvents.retracted(at, loser, why).ifPresent(told::add);
            return new Transition(new Ended(outcome, reason, null, at.now(), attempts), null, told, loser, why);
        }
    }

    /**
     * Stored, but not yet decided on.
     *
     * @param before whose place it has taken, and is to be taken away when it is known where this one goes; null for nobody's
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Accepted(@Nullable Superseded before) implements Open {

        /** In nobody's place. */
        public static final Accepted FRESH = new Accepted(null);

        @Override
        public List<Attempt> past() {
            return List.of();
        }

        @Override
        public Transitions onward(TransitionContext at, String reason) {
            return new Transitions(at, this, List.of(), List.of());
        }
    }

    /**
     * Waiting for a condition or a time. A device that showed it last still does.
     *
     * @param reason why, as a stable code
     * @param since  since when
     * @param until  when it is decided again at the latest
     */
    record Held(String reason, Instant since, Instant until, List<Attempt> past) implements Open {
        /** Copies the attempts. */
        public Held {
            past = List.copyOf(past);
        }

        @Override
        public Transitions onward(TransitionContext at, String ignored) {
            return new Transitions(at, this, past, List.of());
        }
    }

    /** On its way to a person, or there, and waiting for the answer. */
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
        public Transitions onward(TransitionContext at, String reason) {
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

        /** The device says that it has it: only the one of the attempt can, and once. */
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
         * Waits until another instant than before, because of what was learned of the device.
         *
         * @param why a stable code; null where the end is the planned one again
         */
        public Transition await(TransitionContext at, Instant end, @Nullable String why) {
            Attempt awaited = attempt.awaiting(at.notAfterExpiry(end), why);
            return Transition.quiet(new Delivering(awaited, past), awaited.due());
        }

        /** The provider of its channel took it: no answer, but no reason to send it again. */
        public Optional<Transition> accepted(TransitionContext at) {
            return attempt.sending().map(ignored -> {
                Attempt taken = attempt.at(new DeliveryProgress.Accepted(at.now()));
                return Transition.quiet(new Delivering(taken, past), taken.due());
            });
        }

        /** It is handed to its channel once more. */
        public Optional<Transition> sendAgain(TransitionContext at) {
            Instant next = at.now().plus(Attempt.SEND_AGAIN);
            return attempt.sending()
                    .map(sending -> attempt.at(new DeliveryProgress.Sending(sending.tries() + 1, next)))
                    .map(again -> Transition.quiet(new Delivering(again, past), at.notAfterExpiry(again.due())));
        }

        /** Its channel wants to be left alone until an instant. */
        public Optional<Transition> sendLater(TransitionContext at, Instant next) {
            return attempt.sending()
                    .map(sending -> attempt.at(new DeliveryProgress.Sending(sending.tries(), next)))
                    .map(later -> Transition.quiet(new Delivering(later, past), at.notAfterExpiry(later.due())));
        }

        /**
         * Goes after the person to the device that is in use now, within the same step and on the same clock: it is no
         * escalation.
         *
         * @param plan what the rules decide for that device
         */
        public Transition follow(TransitionContext at, AttemptPlan plan) {
            AckWindowBounds clock = attempt.bounds().takenOver(plan.window().floor(), at.now());
            Attempt next = Attempt.begin(attempt.number() + 1, plan, clock, at.now());
            boolean leaves =
                    attempt.target().device() != null && !attempt.target().isSamePlace(plan.target());
            Attempt loser = leaves ? attempt : null;
            List<Event> told = new ArrayList<>();
            AttemptEvents.retracted(at, loser, FOLLOWED).ifPresent(told::add);
            told.add(AttemptEvents.begun(at, next));
            return new Transition(new Delivering(next, and(attempt.over(FOLLOWED))), next.due(), told, loser, FOLLOWED);
        }

        private List<Attempt> and(Attempt last) {
            List<Attempt> all = new ArrayList<>(past);
            all.add(last);
            return all;
        }
    }

    /**
     * Over.
     *
     * @param outcome how
     * @param reason  why, where the outcome does not say it all; null otherwise
     * @param by      the device on which a person answered; null if none did
     * @param at      when
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

        /** A person who saw it and then acts has done more: the end stays an end, and says so. Nothing else ends anew. */
        public Optional<Transition> outdone(TransitionContext moment, NotificationOutcome more, DeviceId device) {
            return outcome == NotificationOutcome.SEEN && more.isAnswer() && more != NotificationOutcome.SEEN
                    ? Optional.of(new Transition(
                            new Ended(more, reason, device, moment.now(), past),
                            null,
                            List.of(more.answer(moment.id(), device)),
                            null,
                            ""))
                    : Optional.empty();
        }
    }
}
