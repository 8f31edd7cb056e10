package dev.oneping.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.delivery.port.ProviderResult;
import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.device.AddressStore;
import dev.oneping.presence.device.Addresses;
import dev.oneping.presence.device.PushAddress;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import dev.oneping.testing.House;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The channels of one node on a real Redis, with senders provided by the test. */
public final class ChannelRig implements AutoCloseable {

    /** The user's device that has an address. */
    public static final DeviceId PHONE = new DeviceId("phone");

    private final RedisRig redis = new RedisRig();
    private final UserRef ann = redis.someone();
    private final House house;

    /** Creates the channels with the given push and contact senders, and with settings that override the defaults. */
    public ChannelRig(List<PushSender> push, List<ContactSender> contacts, Map<String, String> settings) {
        Event<?> nobodyListens = (Event<?>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (event, method, arguments) -> null);
        house = new House(settings)
                .with(RedisPipeline.class, redis.redis())
                .with(Shards.class, redis.shards())
                .with(Clock.class, Clock.systemUTC())
                .with(NodeId.class, NodeId.create(Instant.now()))
                .with(MeterRegistry.class, new SimpleMeterRegistry())
                .with(ObjectMapper.class, RedisRig.json())
                .with(SecretBox.class, new SecretBox(Base64.getEncoder().encodeToString(new byte[32]), List.of()))
                .with(DeviceChannel.class, new NoSockets())
                .with(new TypeLiteral<Event<PresenceChanged>>() {}.getType(), nobodyListens)
                .with(new TypeLiteral<List<PushSender>>() {}.getType(), push)
                .with(new TypeLiteral<List<ContactSender>>() {}.getType(), contacts);
    }

    /** Registers the device's push address. */
    public void register(DeviceId device, PushAddress address) {
        new Addresses(house).register(ann, device, address);
    }

    /** Registers the user's address on a channel. */
    public void reach(String channel, String address) {
        new Addresses(house).reach(ann, channel, address);
    }

    /** Sends a message and waits for the result. */
    public ProviderResult send(Target.Outbound target) {
        return sending(target).await().indefinitely();
    }

    /** Sends a message upon subscription. */
    public Uni<ProviderResult> sending(Target.Outbound target) {
        return house.get(ChannelSender.class)
                .send(ann, target, Messages.show(ann).outbound());
    }

    /** Retracts a notification that was pushed to the device. */
    public void retract(DeviceId device) {
        house.get(ChannelSender.class)
                .retract(ann, new Target.Push(device), Messages.hide().retraction());
    }

    /** Returns the remaining time before the device may be woken again. */
    public Duration wakePause(DeviceId device) {
        return Duration.ofMillis(redis.redis()
                .command(Command.PTTL, wake(device))
                .await()
                .indefinitely()
                .number());
    }

    /** Lets the pause between silent pushes pass. */
    public void endWakePause(DeviceId device) {
        redis.redis().command(Command.PEXPIRE, wake(device), 0).await().indefinitely();
    }

    private String wake(DeviceId device) {
        return redis.shards().of(ann).key("wake", ann, device);
    }

    /** Returns whether the phone's address is registered as valid. */
    public boolean hasPhone() {
        return house.get(AddressStore.class)
                .push(ann, PHONE)
                .await()
                .indefinitely()
                .isPresent();
    }

    /** Returns whether the user's address on a channel is registered as valid. */
    public boolean isReachedBy(String channel) {
        return house.get(AddressStore.class)
                .contact(ann, channel)
                .await()
                .indefinitely()
                .isPresent();
    }

    /** Returns the types of the user's events. */
    public List<String> events() {
        return house.get(EventLog.class).read(redis.shards().of(ann), "0-0", 1_000_000).await().indefinitely().stream()
                .map(EventLog.Positioned::event)
                .filter(event -> event.user().equals(ann))
                .map(LoggedEvent::type)
                .toList();
    }

    @Override
    public void close() {
        redis.close();
    }

    /** A device channel without any connection. */
    private static final class NoSockets implements DeviceChannel {
        @Override
        public void present(
                UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage presentation) {}

        @Override
        public void retract(UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction) {}
    }
}
