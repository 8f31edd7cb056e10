package dev.oneping.channel;

import dev.oneping.delivery.DeviceChannel;
import dev.oneping.delivery.Retraction;
import dev.oneping.delivery.Target;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Device;
import dev.oneping.presence.PresenceStore;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Says whether a device is to be woken silently. One that is connected is told by its sessions; one that was woken a short
 * while ago is left alone, by {@code {s}:wake:<tenant>:<user>:<device>}, which expires when it may be woken again.
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

    /** Whether the device can only be told by waking it, and may be woken now. Then it counts as woken. Blocks. */
    boolean mayHide(UserRef user, DeviceId id, Target target, Retraction retraction) {
        Optional<Device> device =
                presence.load(user).await().indefinitely().device(id).filter(known -> known.push() != null);
        if (device.isEmpty()) {
            return false;
        }
        if (device.get().online()) {
            // What was pushed to it is shown there by its system; who was told by a session is told by it again.
            if (target instanceof Target.Push) {
                devices.retract(user, id, device.get().sessions(), retraction);
            }
            return false;
        }
        return isRested(user, id);
    }

    /** One step, so that of two at once only one wakes it. */
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
