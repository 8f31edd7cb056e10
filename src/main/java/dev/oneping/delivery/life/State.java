package dev.oneping.delivery.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.oneping.events.Event;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
        List<Attempt> past = past();
        for (int i = past.size() - 1; i >= 0; i--) {
            if (!past.get(i).asksEveryone()) {
                return Optional.of(past.get(i));
            }
        }
        return Optional.empty();
    }

    /** Returns the further devices that show the notification, without sound. */
    default List<Display> silent() {
        return List.of();
    }

    /** Returns the presumption that the user saw it; null if there is none. */
    default @Nullable PresumedSeen presumed() {
        return null;
    }

    /** Returns whether a device shows the notification, with or without sound. */
    default boolean isShownOn(DeviceId device) {
        return shown().filter(attempt -> attempt.isOn(device)).isPresent() || Display.isAmong(silent(), device);
    }

    /** Returns all attempts, a running one included, oldest first. */
    default List<Attempt> made() {
        return past();
    }

    /** Returns the last attempt that has begun; null before the first. */
    default @Nullable Attempt last() {
        List<Attempt> made = made();
        return made.isEmpty() ? null : made.getLast();
    }

    /** Returns whether the running attempt is on that device and may sound there. */
    default boolean soundsOn(DeviceId device) {
        return this instanceof Delivering delivering
                && delivering.attempt().isOn(device)
                && delivering.attempt().ring();
    }

    /** Returns whether one of its attempts notifies all other members of the group. */
    default boolean asksEveryone() {
        return past().stream().anyMatch(Attempt::asksEveryone);
    }

    private static List<Display> copy(@Nullable List<Display> silent) {
        return silent == null ? List.of() : List.copyOf(silent);
    }

    /** A state that is not final. */
    sealed interface Open extends State {

        /**
         * Returns the transitions from here; a running attempt is abandoned for the reason and reported as escalated.
         */
        Transitions transitions(TransitionContext at, String reason);

        /** Returns a copy with that presumption. What no device shows stays as it is. */
        default Open presuming(PresumedSeen seen) {
            return this;
        }

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
            List<Target> hidden = Displays.targets(silent(), device);
            List<Event> emitted = new ArrayList<>(List.of(answer));
            emitted.addAll(AttemptEvents.retracted(at, loser, hidden, reason));
            return new Transition(
                    new Ended(outcome, null, device, at.now(), made()), null, emitted, loser, reason, hidden);
        }

        /** Ends without the user: the notification is retracted from every device that shows it. */
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
            List<Target> hidden = Displays.targets(silent(), null);
            emitted.addAll(AttemptEvents.retracted(at, loser, hidden, why));
            return new Transition(
                    new Ended(outcome, reason, null, at.now(), attempts), null, emitted, loser, why, hidden);
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
     * Waiting for a condition or a time. The device of the last attempt still shows it.
     *
     * @param reason the reason, as a stable code
     * @param since  when the wait began
     * @param until  the latest time of the next evaluation
     * @param silent the further devices that show it without sound
     * @param presumed the presumption that the user saw it; null if there is none
     */
    record Held(
            String reason,
            Instant since,
            Instant until,
            List<Attempt> past,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Display> silent,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            PresumedSeen presumed)
            implements Open {
        /** Copies the lists; JSON leaves an empty one out. */
        public Held {
            past = List.copyOf(past);
            silent = copy(silent);
        }

        @Override
        public Held presuming(PresumedSeen seen) {
            return new Held(reason, since, until, past, silent, seen);
        }

        @Override
        public Transitions transitions(TransitionContext at, String ignored) {
            return new Transitions(at, this, past, List.of());
        }
    }

    /**
     * An attempt is running: the notification is on its way to the user, or shown and waiting for the answer.
     *
     * @param attempt the attempt, the only one that may sound
     * @param silent  the further devices that show it without sound
     * @param presumed the presumption that the user saw it; null if there is none
     */
    record Delivering(
            Attempt attempt,
            List<Attempt> past,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Display> silent,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            PresumedSeen presumed)
            implements Open {
        /** Copies the lists; JSON leaves an empty one out. */
        public Delivering {
            past = List.copyOf(past);
            silent = copy(silent);
        }

        @Override
        public Delivering presuming(PresumedSeen seen) {
            return new Delivering(attempt, past, silent, seen);
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
                    with(attempt.at(new DeliveryProgress.Received(at.now()))),
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
            return Transition.quiet(with(awaited), awaited.due());
        }

        /** The channel's provider accepted it: that is no answer, but it need not be sent again. */
        public Optional<Transition> accepted(TransitionContext at) {
            return attempt.sending().map(ignored -> {
                Attempt taken = attempt.at(new DeliveryProgress.Accepted(at.now()));
                return Transition.quiet(with(taken), taken.due());
            });
        }

        /** Starts another hand-over to the channel. */
        public Optional<Transition> sendAgain(TransitionContext at) {
            Instant next = at.now().plus(Attempt.SEND_AGAIN);
            return attempt.sending()
                    .map(sending -> attempt.at(new DeliveryProgress.Sending(sending.tries() + 1, next)))
                    .map(again -> Transition.quiet(with(again), at.notAfterExpiry(again.due())));
        }

        /** Delays the next hand-over until an instant, as the channel asked. */
        public Optional<Transition> sendLater(TransitionContext at, Instant next) {
            return attempt.sending()
                    .map(sending -> attempt.at(new DeliveryProgress.Sending(sending.tries(), next)))
                    .map(later -> Transition.quiet(with(later), at.notAfterExpiry(later.due())));
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
            Displays displays = Displays.moved(this, plan, at.now());
            List<Event> emitted =
                    new ArrayList<>(AttemptEvents.retracted(at, displays.loser(), displays.hidden(), FOLLOWED));
            emitted.add(AttemptEvents.begun(at, next));
            emitted.addAll(AttemptEvents.displayed(at, displays.added()));
            return new Transition(
                    new Delivering(next, and(attempt.over(FOLLOWED)), displays.silent(), presumed),
                    next.due(),
                    emitted,
                    displays.loser(),
                    FOLLOWED,
                    displays.hidden());
        }

        /** Shows it on further devices without sound, beside the running attempt; those that show it are left out. */
        public Optional<Transition> display(TransitionContext at, Collection<Target> targets) {
            Displays displays = Displays.added(this, targets, at.now());
            return displays.added().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Transition(
                            new Delivering(attempt, past, displays.silent(), presumed),
                            attempt.due(),
                            AttemptEvents.displayed(at, displays.added()),
                            null,
                            ""));
        }

        Delivering with(Attempt changed) {
            return new Delivering(changed, past, silent, presumed);
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
