package dev.oneping.presence.person;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.TenantId;
import dev.oneping.presence.NodeOutages;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.person.PublishedPresence.Leaving;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which presence changes are published now. A change that makes a user more reachable is published at once; a
 * closed connection or a fall of attention only after it has lasted. An expired lease has lasted long enough already.
 * After a mass disconnect of a node its losses are withheld.
 *
 * @param offlineGrace   the time that a closed connection may take to come back
 * @param attentionGrace the time that a fallen attention may take to rise again
 * @param outages        the outages of nodes
 */
public record PresenceDebouncer(Duration offlineGrace, Duration attentionGrace, NodeOutages.View outages) {

    static final String LEASE_EXPIRED = "lease_expired";
    static final String DEVICE_REMOVED = "device_removed";

    /** Creates a debouncer with the configured times. */
    public PresenceDebouncer(PresenceConfig config, NodeOutages.View outages) {
        this(config.publish().offlineGrace(), config.publish().attentionGrace(), outages);
    }

    /**
     * Computes what is published from now on.
     *
     * @param before the stored state
     * @param draft  the desired state, before expired sessions are removed
     * @param after  the state to store, except for its published part
     * @param reason why the sessions that the draft omits end
     */
    Publication next(Person before, Person draft, Person after, String reason, Presence presence, Instant now) {
        PublishedPresence published = before.published();
        Set<DeviceId> present = after.aggregate().online().keySet();
        Map<DeviceId, Leaving> leaving = new HashMap<>();
        Map<DeviceId, String> gone = new HashMap<>();
        Set<DeviceId> online = new HashSet<>(present);
        published.online().stream().filter(device -> !present.contains(device)).forEach(device -> {
            Leaving known = published.leaving().get(device);
            Leaving one = known == null ? loss(device, before, draft, reason, now) : known;
            Leaving held = one.heldUntil(outageEnd(before.user().tenant(), one, now));
            if (isRemoved(device, before, after)) {
                gone.put(device, DEVICE_REMOVED);
            } else if (now.isBefore(publishedAt(held))) {
                leaving.put(device, held);
                online.add(device);
            } else {
                gone.put(device, held.reason());
            }
        });
        UnaryOperator<Instant> fallsAt = since -> fallsAt(since, leaving);
        DebouncedAttention attention =
                published.debouncedAttention().next(after.aggregate().attention(), online.isEmpty(), fallsAt, now);
        return new Publication(
                published.next(attention, online, leaving).with(places(after), presence, fallsAt, now), gone);
    }

    /** Returns the time of the next possible publication. */
    Optional<Instant> nextPublication(PublishedPresence published) {
        return Stream.concat(
                        published.leaving().values().stream().map(this::publishedAt),
                        Stream.of(published.waiting(), published.seenWaiting())
                                .filter(Objects::nonNull)
                                .map(since -> fallsAt(since, published.leaving())))
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

    private Instant publishedAt(Leaving one) {
        Instant due =
                one.reason().equals(LEASE_EXPIRED) ? one.since() : one.since().plus(offlineGrace);
        Instant held = one.heldUntil();
        return held != null && held.isAfter(due) ? held : due;
    }

    private @Nullable Instant outageEnd(TenantId tenant, Leaving one, Instant now) {
        Instant until = one.node() == null ? null : outages.until(one.node(), tenant);
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
     * The outcome of one decision.
     *
     * @param gone the devices published as offline now, each with the reason code
     */
    record Publication(PublishedPresence published, Map<DeviceId, String> gone) {}

    private static Map<DeviceId, Set<String>> places(Person after) {
        return after.histories().entrySet().stream()
                .filter(entry -> !entry.getValue().places().isEmpty())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().places()));
    }
}
