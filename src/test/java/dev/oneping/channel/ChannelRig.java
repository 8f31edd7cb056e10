package dev.oneping.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.delivery.DeviceChannel;
import dev.oneping.delivery.DeviceMessage;
import dev.oneping.delivery.ProviderResult;
import dev.oneping.delivery.Retraction;
import dev.oneping.delivery.Target;
import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.presence.AddressStore;
import dev.oneping.presence.Addresses;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.PushAddress;
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

/** The channels of one node on a real Redis, with the carriers that a test gives them. */
public final class ChannelRig implements AutoCloseable {

    /** The device of hers that has an address. */
    public static final DeviceId PHONE = new DeviceId("phone");

    private final RedisRig redis = new RedisRig();
    private final UserRef ann = redis.someone();
    private final House house;

    /** With the carriers of push services, and of channels, and settings that are not the defaults. */
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

    /** A device is reached by that from now on. */
    public void register(DeviceId device, PushAddress address) {
        new Addresses(house).register(ann, device, address);
    }

    /** She is reached by that on a channel from now on. */
    public void reach(String channel, String address) {
        new Addresses(house).reach(ann, channel, address);
    }

    /** Sends her something, and waits for what comes of it. */
    public ProviderResult send(Target.Outbound target) {
        return sending(target).await().indefinitely();
    }

    /** Sends her something once somebody asks what comes of it. */
    public Uni<ProviderResult> sending(Target.Outbound target) {
        return house.get(ChannelSender.class)
                .send(ann, target, Messages.show(ann).outbound());
    }

    /** A notification that the device was pushed is over. */
    public void takeAway(DeviceId device) {
        house.get(ChannelSender.class)
                .retract(ann, new Target.Push(device), Messages.hide().retraction());
    }

    /** How long a device that was woken is left alone yet. */
    public Duration rest(DeviceId device) {
        return Duration.ofMillis(redis.redis()
                .command(Command.PTTL, wake(device))
                .await()
                .indefinitely()
                .number());
    }

    /** So much time has passed that it may be woken. */
    public void restIsOver(DeviceId device) {
        redis.redis().command(Command.PEXPIRE, wake(device), 0).await().indefinitely();
    }

    private String wake(DeviceId device) {
        return redis.shards().of(ann).key("wake", ann, device);
    }

    /** Whether the phone's address is thought to be good. */
    public boolean hasPhone() {
        return house.get(AddressStore.class)
                .push(ann, PHONE)
                .await()
                .indefinitely()
                .isPresent();
    }

    /** Whether her address on a channel is thought to be good. */
    public boolean isReachedBy(String channel) {
        return house.get(AddressStore.class)
                .contact(ann, channel)
                .await()
                .indefinitely()
                .isPresent();
    }

    /** The events that she was told of, by type. */
    public List<String> told() {
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

    /** Nobody is connected. */
    private static final class NoSockets implements DeviceChannel {
        @Override
        public void present(
                UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage presentation) {}

        @Override
        public void retract(UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction) {}
    }
}
