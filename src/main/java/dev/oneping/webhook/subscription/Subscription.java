package dev.oneping.webhook.subscription;

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

/** A subscription to events: its settings and its status. */
public final class Subscription {

    private final SubscriptionId id;
    private final TenantId tenant;
    private final SubscriptionSpec spec;
    private final Status status;
    private final EventFilter filter;
    private final @Nullable Set<String> users;

    /**
     * Creates a subscription.
     *
     * @throws IllegalArgumentException if its filters cannot be read
     */
    public Subscription(SubscriptionId id, TenantId tenant, SubscriptionSpec spec, Status status) {
        this.id = id;
        this.tenant = tenant;
        this.spec = spec;
        this.status = status;
        try {
            filter = spec.filters() == null ? new EventFilter.All(List.of()) : FilterReader.read(spec.filters());
        } catch (InvalidFilterException e) {
            throw new IllegalArgumentException(e.sentence(), e);
        }
        users = spec.users() == null
                ? null
                : spec.users().stream().map(user -> user.value()).collect(Collectors.toUnmodifiableSet());
    }

    public SubscriptionId id() {
        return id;
    }

    public TenantId tenant() {
        return tenant;
    }

    public SubscriptionRef ref() {
        return new SubscriptionRef(tenant, id);
    }

    public SubscriptionSpec spec() {
        return spec;
    }

    public Status status() {
        return status;
    }

    public String url() {
        return spec.url();
    }

    public State state(Instant now) {
        if (status.disabled() != null) {
            return State.DISABLED;
        }
        if (spec.expiresAt() != null && !now.isBefore(spec.expiresAt())) {
            return State.EXPIRED;
        }
        if (!status.verified()) {
            return State.UNVERIFIED;
        }
        return spec.paused() ? State.PAUSED : State.ACTIVE;
    }

    /** Returns whether events are queued for it. Those of a paused one are queued and not sent. */
    public boolean takes(Instant now) {
        State state = state(now);
        return state == State.ACTIVE || state == State.PAUSED;
    }

    /** Returns whether the event matches by type and filters, regardless of its user. */
    boolean wantsSuch(CloudEvent event) {
        return spec.types().stream().anyMatch(pattern -> pattern.matches(event.type())) && filter.passes(event);
    }

    /**
     * Returns whether the subscription covers a user.
     *
     * @param groups the user's groups; may be empty if {@link #asksForGroups} is false
     */
    boolean isAbout(String user, Set<GroupId> groups) {
        boolean everybody = users == null && spec.groups() == null;
        return everybody
                || (users != null && users.contains(user))
                || (spec.groups() != null && spec.groups().stream().anyMatch(groups::contains));
    }

    /** Returns whether {@link #isAbout} needs the user's groups. */
    boolean asksForGroups(String user) {
        return spec.groups() != null && !(users != null && users.contains(user));
    }

    /** Returns the active keys, the newest first. */
    public List<SigningKey> signers(Instant now) {
        return status.keys().stream()
                .filter(key -> key.isLive(now))
                .map(ActiveKey::key)
                .toList();
    }

    public SigningKey newestKey() {
        return status.keys().getFirst().key();
    }

    public Subscription with(SubscriptionSpec other) {
        return new Subscription(id, tenant, other, status);
    }

    public Subscription with(Status other) {
        return new Subscription(id, tenant, spec, other);
    }

    public Subscription disabled(String reason, Instant now) {
        return with(new Status(
                status.keys(), status.created(), status.verified(), new Disabled(reason, now), status.version()));
    }

    public Subscription enabled() {
        return with(new Status(status.keys(), status.created(), status.verified(), null, status.version()));
    }

    public Subscription verified(boolean verified) {
        return with(new Status(status.keys(), status.created(), verified, status.disabled(), status.version()));
    }

    /** Returns a copy with a new key; the present ones stay active until the overlap ends, expired ones are dropped. */
    public Subscription rotated(SigningKey key, Instant now, Instant overlapEnds) {
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
     * The status that the service keeps for a subscription.
     *
     * @param keys     the signing keys, the newest first
     * @param verified whether the receiver consented, or need not
     * @param disabled the reason why nothing is sent; null while it is enabled
     * @param version  incremented by each change
     */
    public record Status(
            List<ActiveKey> keys,
            Instant created,
            boolean verified,
            @Nullable Disabled disabled,
            long version) {
        /** Copies the keys. */
        public Status {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("a subscription has at least one key");
            }
        }
    }

    /**
     * The reason why a subscription is disabled, until it is enabled again.
     *
     * @param reason {@code gone}: the receiver answered 410; {@code failing}: it has failed for days
     * @param since  the time at which it was disabled
     */
    public record Disabled(String reason, Instant since) {}

    /** The effective state of a subscription. */
    public enum State {
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
