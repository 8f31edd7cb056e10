package dev.oneping.channel;

import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Device;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Decides whether a device may be woken by a silent push. A connected device is told through its sessions; one that was
 * woken recently is skipped, by {@code {s}:wake:<tenant>:<user>:<device>}, which expires when it may be woken again.
 */
@Singleton
class SilentPushPolicy {

    private final PresenceStore presence;
    private final DeviceChannel devices;
    private final RedisPipeline redis;
    private final Shards shards;
    private final ChannelConfig config;

    SilentPushPolicy(
            PresenceStore presence, DeviceChannel devices, RedisPipeline redis, Shards shards, ChannelConfig config) {
        this.presence = presence;
        this.devices = devices;
        this.redis = redis;
        this.shards = shards;
        this.config = config;
    }

    /**
     * Returns whether the device can only be reached by a silent push, and may get one now. If so, it counts as woken.
     * Blocks.
     */
    boolean mayHide(UserRef user, DeviceId id, Target target, Retraction retraction) {
        Optional<Device> device =
                presence.load(user).await().indefinitely().device(id).filter(known -> known.push() != null);
        if (device.isEmpty()) {
            return false;
        }
        if (device.get().online()) {
            // A pushed notification is shown by the device's system; one that was shown by a session is retracted by a
            // session.
            if (target instanceof Target.Push) {
                devices.retract(user, id, device.get().sessions(), retraction);
            }
            return false;
        }
        return isRested(user, id);
    }

    /** Claims the wake-up in one atomic step, so that of two concurrent callers only one wakes the device. */
    boolean isRested(UserRef user, DeviceId device) {
        return !redis.command(
                        Command.SET,
                        shards.of(user).key("wake", user, device),
                        "1",
                        "NX",
                        "PX",
                        config.wakeFloor().toMillis())
                .await()
                .indefinitely()
                .isNil();
    }
}
