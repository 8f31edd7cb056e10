package dev.oneping.webhook;

import dev.oneping.events.CloudEvent;
import dev.oneping.events.filter.EventFilter;
import dev.oneping.events.filter.FilterReader;
import dev.oneping.events.filter.InvalidFilterException;
import dev.oneping.model.GroupId;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.sign.ActiveKey;
import dev.oneping.outbound.sign.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A wish to get events, and what became of it. */
final class Subscription {

    private final SubscriptionId id;
    private final TenantId tenant;
    private final SubscriptionSpec wish;
    private final Status status;
    private final EventFilter filter;
    private final @Nullable Set<String> users;

    /**
     * A subscription.
     *
     * @throws IllegalArgumentException if its filters cannot be read
     */
    Subscription(SubscriptionId id, TenantId tenant, SubscriptionSpec wish, Status status) {
        this.id = id;
        this.tenant = tenant;
        this.wish = wish;
        this.status = status;
        try {
            filter = wish.filters() == null ? new EventFilter.All(List.of()) : FilterReader.read(wish.filters());
        } catch (InvalidFilterException e) {
            throw new IllegalArgumentException(e.sentence(), e);
        }
        users = wish.users() == null
                ? null
                : wish.users().stream().map(user -> user.value()).collect(Collectors.toUnmodifiableSet());
    }

    SubscriptionId id() {
        return id;
    }

    TenantId tenant() {
        return tenant;
    }

    SubscriptionRef ref() {
        return new SubscriptionRef(tenant, id);
    }

    SubscriptionSpec wish() {
        return wish;
    }

    Status status() {
        return status;
    }

    String url() {
        return wish.url();
    }

    State state(Instant now) {
        if (status.disabled() != null) {
            return State.DISABLED;
        }
        if (wish.expiresAt() != null && !now.isBefore(wish.expiresAt())) {
            return State.EXPIRED;
        }
        if (!status.verified()) {
            return State.UNVERIFIED;
        }
        return wish.paused() ? State.PAUSED : State.ACTIVE;
    }

    /** Whether events are taken in for it. Those of a paused one wait. */
    boolean takes(Instant now) {
        State state = state(now);
        return state == State.ACTIVE || state == State.PAUSED;
    }

    /** Whether such an event is wanted, whomever it is about. */
    boolean wantsSuch(CloudEvent event) {
        return wish.types().stream().anyMatch(pattern -> pattern.matches(event.type())) && filter.passes(event);
    }

    /**
     * Whether it is about that person.
     *
     * @param groups of which the person is a member; none do where {@link #asksForGroups} says that they are not asked for
     */
    boolean isAbout(String user, Set<GroupId> groups) {
        boolean everybody = users == null && wish.groups() == null;
        return everybody
                || (users != null && users.contains(user))
                || (wish.groups() != null && wish.groups().stream().anyMatch(groups::contains));
    }

    /** Whether the person's groups must be known to say so. */
    boolean asksForGroups(String user) {
        return wish.groups() != null && !(users != null && users.contains(user));
    }

    /** The keys that sign now, the newest first. */
    List<SigningKey> signers(Instant now) {
        return status.keys().stream()
                .filter(key -> key.isLive(now))
                .map(ActiveKey::key)
                .toList();
    }

    SigningKey newestKey() {
        return status.keys().getFirst().key();
    }

    Subscription with(SubscriptionSpec other) {
        return new Subscription(id, tenant, other, status);
    }

    Subscription with(Status other) {
        return new Subscription(id, tenant, wish, other);
    }

    Subscription disabled(String reason, Instant now) {
        return with(new Status(
                status.keys(), status.created(), status.verified(), new Disabled(reason, now), status.version()));
    }

    Subscription enabled() {
        return with(new Status(status.keys(), status.created(), status.verified(), null, status.version()));
    }

    Subscription verified(boolean verified) {
        return with(new Status(status.keys(), status.created(), verified, status.disabled(), status.version()));
    }

    /** With a new key before the others, which sign until the overlap is over; those that are over are dropped. */
    Subscription rotated(SigningKey key, Instant now, Instant overlapEnds) {
        List<ActiveKey> keys = new ArrayList<>();
        keys.add(new ActiveKey(key, now, null));
        status.keys().stream()
                .filter(known -> known.isLive(now))
                .map(known -> known.until() != null && known.until().isBefore(overlapEnds)
                        ? known
                        : new ActiveKey(known.key(), known.created(), overlapEnds))
                .filter(known -> known.isLive(now))
                .forEach(keys::add);
        return with(new Status(keys, status.created(), status.verified(), status.disabled(), status.version()));
    }

    Subscription nextVersion() {
        return with(new Status(
                status.keys(), status.created(), status.verified(), status.disabled(), status.version() + 1));
    }

    @Override
    public String toString() {
        return "Subscription[" + id + "]";
    }

    /**
     * What the service knows of it.
     *
     * @param keys     what deliveries are signed with, the newest first
     * @param verified whether the receiver agreed to get events, where it must be asked
     * @param disabled why nothing is sent any more; null while it is enabled
     * @param version  grows with each change
     */
    record Status(
            List<ActiveKey> keys,
            Instant created,
            boolean verified,
            @Nullable Disabled disabled,
            long version) {
        /** Copies the keys. */
        Status {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("a subscription has at least one key");
            }
        }
    }

    /**
     * The end of it, until somebody enables it again.
     *
     * @param reason {@code gone}: the receiver answered 410; {@code failing}: it has failed for days
     * @param since  when
     */
    record Disabled(String reason, Instant since) {}

    /** What can be expected of it. */
    enum State {
        ACTIVE,
        PAUSED,
        UNVERIFIED,
        DISABLED,
        EXPIRED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
