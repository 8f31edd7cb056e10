package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.presence.PublishedPresence.Leaving;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may be told by now. What makes a person more reachable is told at once; that a connection was closed, or
 * that attention fell, only when it has lasted. A lease that ran out has lasted long enough already. While a node has
 * lost many devices within seconds, the fault is ours, and no loss there is told.
 *
 * @param offlineGrace   how long a closed connection may take to come back
 * @param attentionGrace how long a fallen attention may take to rise again
 * @param outages        until when a node counts as troubled; null if it does not
 */
record PresenceDebouncer(Duration offlineGrace, Duration attentionGrace, Function<NodeId, @Nullable Instant> outages) {

    static final String LEASE_EXPIRED = "lease_expired";
    static final String DEVICE_REMOVED = "device_removed";

    /** With the configured times. */
    PresenceDebouncer(PresenceConfig config, Function<NodeId, @Nullable Instant> outages) {
        this(config.publish().offlineGrace(), config.publish().attentionGrace(), outages);
    }

    /**
     * What is told from now on.
     *
     * @param before what was stored
     * @param draft  what was wished for, before sessions without a lease were taken out
     * @param after  what shall be stored, but for what is told
     * @param reason why the sessions that the draft leaves out go
     */
    Telling next(Person before, Person draft, Person after, String reason, Presence presence, Instant now) {
        PublishedPresence told = before.published();
        Set<DeviceId> present = after.aggregate().online().keySet();
        Map<DeviceId, Leaving> leaving = new HashMap<>();
        Map<DeviceId, String> gone = new HashMap<>();
        Set<DeviceId> online = new HashSet<>(present);
        told.online().stream().filter(device -> !present.contains(device)).forEach(device -> {
            Leaving known = told.leaving().get(device);
            Leaving one = known == null ? loss(device, before, draft, reason, now) : known;
            Leaving held = one.heldUntil(troubledUntil(one, now));
            if (isRemoved(device, before, after)) {
                gone.put(device, DEVICE_REMOVED);
            } else if (now.isBefore(dueAt(held))) {
                leaving.put(device, held);
                online.add(device);
            } else {
                gone.put(device, held.reason());
            }
        });
        UnaryOperator<Instant> fallsAt = since -> fallsAt(since, leaving);
        DebouncedAttention attention =
                told.standing().next(after.aggregate().attention(), online.isEmpty(), fallsAt, now);
        return new Telling(told.next(attention, online, leaving).with(places(after), presence, fallsAt, now), gone);
    }

    /** When something more may be told. */
    Optional<Instant> nextTelling(PublishedPresence told) {
        return Stream.concat(
                        told.leaving().values().stream().map(this::dueAt),
                        Stream.of(told.waiting(), told.seenWaiting())
                                .filter(Objects::nonNull)
                                .map(since -> fallsAt(since, told.leaving())))
                .min(Instant::compareTo);
    }

    private Instant fallsAt(Instant waiting, Map<DeviceId, Leaving> leaving) {
        Instant due = waiting.plus(attentionGrace);
        return leaving.values().stream()
                .map(Leaving::heldUntil)
                .filter(Objects::nonNull)
                .filter(due::isBefore)
                .max(Instant::compareTo)
                .orElse(due);
    }

    private Instant dueAt(Leaving one) {
        Instant due =
                one.reason().equals(LEASE_EXPIRED) ? one.since() : one.since().plus(offlineGrace);
        Instant held = one.heldUntil();
        return held != null && held.isAfter(due) ? held : due;
    }

    private @Nullable Instant troubledUntil(Leaving one, Instant now) {
        Instant until = one.node() == null ? null : outages.apply(one.node());
        return until != null && now.isBefore(until) ? until : one.heldUntil();
    }

    private static Leaving loss(DeviceId device, Person before, Person draft, String reason, Instant now) {
        Optional<Lease> lost = before.leases().entrySet().stream()
                .filter(entry -> entry.getValue().session().device().equals(device))
                .filter(entry -> !draft.leases().containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        NodeId node = lost.or(() -> before.leases().values().stream()
                        .filter(lease -> lease.session().device().equals(device))
                        .findFirst())
                .map(lease -> lease.session().node())
                .orElse(null);
        return new Leaving(now, lost.isPresent() ? reason : LEASE_EXPIRED, node, null);
    }

    private static boolean isRemoved(DeviceId device, Person before, Person after) {
        return before.registrations().containsKey(device)
                && !after.registrations().containsKey(device);
    }

    /**
     * What is told from now on.
     *
     * @param gone the devices that are told to be offline now, each with the word why
     */
    record Telling(PublishedPresence told, Map<DeviceId, String> gone) {}

    private static Map<DeviceId, Set<String>> places(Person after) {
        return after.trails().entrySet().stream()
                .filter(entry -> !entry.getValue().places().isEmpty())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().places()));
    }
}
