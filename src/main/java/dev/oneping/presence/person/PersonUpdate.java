package dev.oneping.presence.person;

import dev.oneping.events.Event;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.PresenceSummary;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The transition of a person from the stored state to the next, with its consequences: expired sessions are removed,
 * the summary is computed again, and each difference to the last one yields one event.
 *
 * @param before     the stored state
 * @param after      the state to store
 * @param expired    the sessions removed because their lease is over; only if it has not been refreshed in the
 *                   meantime
 * @param presence   the presence afterwards
 * @param events     the events to append
 * @param nextReview when the next change by the passing of time is due
 */
public record PersonUpdate(
        Person before,
        Person after,
        Set<SessionId> expired,
        Presence presence,
        List<Event> events,
        Optional<Instant> nextReview) {

    /**
     * Computes the transition to a draft.
     *
     * @param before the facts that the draft is based on
     * @param draft  the desired facts
     * @param reason why the sessions that the draft omits end, as the code used in events
     */
    public static PersonUpdate of(
            PresenceCalculator calculator,
            PresenceDebouncer debouncer,
            Person before,
            Person draft,
            String reason,
            Instant now) {
        Instant leaseTime = calculator.leaseTime(now);
        Set<SessionId> expired = draft.leases().entrySet().stream()
                .filter(entry -> entry.getValue().isOver(leaseTime))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Person living = expired.isEmpty() ? draft : draft.without(expired);
        Person carried = calculator.withUpdatedHistories(before, living, now);
        Presence presence = calculator.presence(carried, now);
        Person concluded = carried.with(PresenceSummary.of(presence, calculator.zone(carried, now)));
        PresenceDebouncer.Publication telling = debouncer.next(before, draft, concluded, reason, presence, now);
        Person after = concluded.with(telling.published());
        List<Event> events = new PresenceDiff(before, after, telling.gone()).events(presence);
        Optional<Instant> next = Stream.concat(
                        calculator.nextChange(after, now).stream(),
                        debouncer.nextPublication(after.published()).stream())
                .min(Instant::compareTo);
        return new PersonUpdate(before, after, expired, calculator.presence(after, now), events, next);
    }

    /** Returns the committed update, whose state and presence have the version that the commit gave them. */
    public PersonUpdate at(long version) {
        return new PersonUpdate(before, after.at(version), expired, presence.at(version), events, nextReview);
    }

    /** Returns the devices with a new session, even if they had one before: that one may be dead. */
    Set<DeviceId> arrived() {
        return after.leases().entrySet().stream()
                .filter(entry -> !before.leases().containsKey(entry.getKey()))
                .map(entry -> entry.getValue().session().device())
                .collect(Collectors.toSet());
    }

    /**
     * Returns the devices that have lost their last session: at once, except those held as part of an outage, which
     * follow when the hold ends.
     */
    Set<DeviceId> offline() {
        Set<DeviceId> offline = new HashSet<>(PresenceDiff.added(
                after.aggregate().online().keySet(), before.aggregate().online().keySet()));
        offline.removeAll(after.published().held());
        before.published().held().stream()
                .filter(device -> !after.published().online().contains(device))
                .forEach(offline::add);
        return offline;
    }

    /** Returns whether routing decisions may change. A loss held as part of an outage is no reason to decide again. */
    boolean altersRouting() {
        boolean onlyOurLoss = arrived().isEmpty()
                && PresenceDiff.added(
                                after.aggregate().online().keySet(),
                                before.aggregate().online().keySet())
                        .stream()
                        .anyMatch(after.published().held()::contains);
        return (!before.aggregate().equals(after.aggregate()) && !onlyOurLoss)
                || !before.preferences().equals(after.preferences())
                || !before.contacts().equals(after.contacts())
                || !before.registrations().equals(after.registrations());
    }

    public PresenceChanged toEvent() {
        return new PresenceChanged(after.user(), arrived(), offline(), altersRouting());
    }
}
