package dev.oneping.delivery;

import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.CommitResult;
import dev.oneping.change.VersionedStore;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.RingLease;
import dev.oneping.delivery.port.RingPort;
import dev.oneping.delivery.store.DeliveryConfig;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Leases a user's single right to sound for some seconds, with a fencing token: {@code {s}:ring:<tenant>:<user>}, which
 * expires a day after the last lease. A device that lost the notification cannot renew the lease, and the next one gets
 * it when the previous lease has ended.
 */
@Singleton
class RingLeases implements RingPort {

    private static final Script RING = Script.load("delivery/ring.lua");
    private static final Duration KEPT = Duration.ofDays(1);

    private final RedisPipeline redis;
    private final Shards shards;
    private final NotificationStore store;
    private final DeliveryConfig config;
    private final CommitLoop loop;

    RingLeases(
            RedisPipeline redis,
            Shards shards,
            NotificationStore store,
            DeliveryConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.redis = redis;
        this.shards = shards;
        this.store = store;
        this.config = config;
        this.loop = new CommitLoop("ring_lease", clock, metrics);
    }

    @Override
    public Uni<RingLease> ask(UserRef user, DeviceId device, SessionId session, NotificationId id) {
        return loop.change(
                new Ringing(user, device, id),
                (tracked, now) -> new Step.Write<>(session, Function.identity()),
                () -> RingLease.NOTHING_RINGS);
    }

    /** A notification that sounds on a device of the user. */
    private final class Ringing implements VersionedStore<VersionedState, SessionId, RingLease> {

        private final UserRef user;
        private final DeviceId device;
        private final NotificationId id;

        private Ringing(UserRef user, DeviceId device, NotificationId id) {
            this.user = user;
            this.device = device;
            this.id = id;
        }

        @Override
        public Uni<Optional<VersionedState>> load() {
            return store.find(user.tenant(), id)
                    .map(found -> found.map(NotificationStore.Found::tracked)
                            .filter(tracked -> tracked.to().equals(user) && isRinging(tracked.state())));
        }

        private boolean isRinging(State state) {
            return state instanceof Delivering delivering
                    && delivering.attempt().ring()
                    && delivering.attempt().isOn(device);
        }

        /** Lends the right to sound, if the notification is unchanged. */
        @Override
        public Uni<CommitResult<VersionedState, RingLease>> commit(
                VersionedState before, SessionId session, Instant now) {
            Shard shard = shards.of(user);
            List<String> keys = List.of(shard.key("ntf", user.tenant(), id), shard.key("ring", user));
            List<Object> arguments =
                    List.of(before.version(), session, config.ringLease().toMillis(), KEPT.toMillis());
            return redis.run(RING, keys, arguments).map(reply -> switch (reply.tag()) {
                case "granted" -> new CommitResult.Committed<>(lease(true, reply));
                case "held" -> new CommitResult.Committed<>(lease(false, reply));
                case "stale" -> new CommitResult.Conflict<>(null);
                default -> throw new IllegalStateException("ring.lua answered " + reply.tag());
            });
        }

        private static RingLease lease(boolean isGranted, Reply reply) {
            return new RingLease(isGranted, reply.number(1), Instant.ofEpochMilli(reply.number(2)));
        }
    }
}
