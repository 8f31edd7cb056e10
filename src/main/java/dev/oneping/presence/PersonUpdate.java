package dev.oneping.presence;

import dev.oneping.events.Event;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way from what was stored of a person to what shall be, with all that follows from it: sessions whose lease is over
 * are gone, the aggregate is concluded anew, and each difference to the last one is one event.
 *
 * @param before     what was stored
 * @param after      what shall be stored
 * @param expired    the sessions that go because their lease is over; only if nobody has refreshed it in the meantime
 * @param presence   the presence after it
 * @param events     what happened
 * @param nextReview when something will be otherwise by itself
 */
record PersonUpdate(
        Person before,
        Person after,
        Set<SessionId> expired,
        Presence presence,
        List<Event> events,
        Optional<Instant> nextReview) {

    /**
     * Works out what a draft leads to.
     *
     * @param before the facts that the draft was made of
     * @param draft  the facts wished for
     * @param reason why the sessions that the draft leaves out go, in the word that events shall use
     */
    static PersonUpdate of(
            PresenceCalculator fold,
            PresenceDebouncer publication,
            Person before,
            Person draft,
            String reason,
            Instant now) {
        Set<SessionId> expired = draft.leases().entrySet().stream()
                .filter(entry -> entry.getValue().isOver(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Person living = expired.isEmpty() ? draft : draft.without(expired);
        Person carried = fold.carriedOn(living, now);
        Presence presence = fold.presence(carried, now);
        Person concluded = carried.with(PresenceSummary.of(presence, fold.zone(carried, now)));
        PresenceDebouncer.Telling telling = publication.next(before, draft, concluded, reason, presence, now);
        Person after = concluded.with(telling.told());
        List<Event> events = new PresenceDiff(before, after, telling.gone()).events(presence);
        Optional<Instant> next = Stream.concat(
                        fold.nextChange(after, now).stream(), publication.nextTelling(after.published()).stream())
                .min(Instant::compareTo);
        return new PersonUpdate(before, after, expired, fold.presence(after, now), events, next);
    }

    /** Devices that have a new session, whether or not they had one before: the one before may be a ghost. */
    Set<DeviceId> arrived() {
        return after.leases().entrySet().stream()
                .filter(entry -> !before.leases().containsKey(entry.getKey()))
                .map(entry -> entry.getValue().session().device())
                .collect(Collectors.toSet());
    }

    /**
     * Devices that have lost their last session: at once, but for those whose loss is held to be ours. These follow when
     * the hold is over.
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

    /** Whether a decision may now be another one. A loss that is held to be ours is no reason to decide anew. */
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

    PresenceChanged told() {
        return new PresenceChanged(after.user(), arrived(), offline(), altersRouting());
    }
}
