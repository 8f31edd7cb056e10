package dev.oneping.delivery;

import dev.oneping.delivery.State.Delivering;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leases a user's single right to sound for some seconds, with a fencing token: {@code {s}:ring:<tenant>:<user>}, which
 * expires a day after the last lease. A device that lost the notification cannot renew the lease, and the next one gets
 * it when the previous lease has ended.
 */
@Singleton
class RingLeases implements RingPort {

    private static final Script RING = Script.load("delivery/ring.lua");
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int TRIES = 4;

    private final RedisPipeline redis;
    private final Shards shards;
    private final NotificationStore store;
    private final DeliveryConfig config;

    RingLeases(RedisPipeline redis, Shards shards, NotificationStore store, DeliveryConfig config) {
        this.redis = redis;
        this.shards = shards;
        this.store = store;
        this.config = config;
    }

    @Override
    public Uni<RingLease> ask(UserRef user, DeviceId device, SessionId session, NotificationId id) {
        return ask(user, device, session, id, TRIES);
    }

    private Uni<RingLease> ask(UserRef user, DeviceId device, SessionId session, NotificationId id, int tries) {
        return store.find(user.tenant(), id)
                .chain(found -> found.map(NotificationStore.Found::tracked)
                        .filter(tracked -> tracked.to().equals(user) && rings(tracked.state(), device))
                        .map(tracked -> lend(tracked, session)
                                .chain(lease -> lease != null
                                        ? Uni.createFrom().item(lease)
                                        : tries > 1
                                                ? ask(user, device, session, id, tries - 1)
                                                : Uni.createFrom().item(RingLease.NOTHING_RINGS)))
                        .orElseGet(() -> Uni.createFrom().item(RingLease.NOTHING_RINGS)));
    }

    private static boolean rings(State state, DeviceId device) {
        return state instanceof Delivering delivering
                && delivering.attempt().ring()
                && delivering.attempt().isOn(device);
    }

    /** Returns null if the state changed in between. */
    private Uni<@Nullable RingLease> lend(VersionedState tracked, SessionId session) {
        Shard shard = shards.of(tracked.to());
        List<String> keys =
                List.of(shard.key("ntf", tracked.to().tenant(), tracked.id()), shard.key("ring", tracked.to()));
        List<Object> arguments =
                List.of(tracked.version(), session, config.ringLease().toMillis(), KEPT.toMillis());
        return redis.run(RING, keys, arguments).map(reply -> switch (reply.tag()) {
            case "granted" -> new RingLease(true, reply.number(1), Instant.ofEpochMilli(reply.number(2)));
            case "held" -> new RingLease(false, reply.number(1), Instant.ofEpochMilli(reply.number(2)));
            case "stale" -> null;
            default -> throw new IllegalStateException("ring.lua answered " + reply.tag());
        });
    }
}
