package dev.oneping.notify.turn;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.delivery.AckService;
import dev.oneping.delivery.NoChannel;
import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.port.AnswerListener;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.OutboundChannel;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.NodeId;
import dev.oneping.notify.fanout.RecipientPort;
import dev.oneping.notify.intake.NotifyService;
import dev.oneping.notify.intake.RecipientNotifier;
import dev.oneping.notify.memory.AckStatistics;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.device.Addresses;
import dev.oneping.presence.session.Sessions;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.testing.House;
import dev.oneping.testing.MortalRedis;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process of the service in a model of many; everything is real except for its sockets. */
final class ModelNode {

    private static final Script CLAIM = Script.load("redis/claim.lua");
    private static final long COMES_AGAIN_MS = 10_000;
    private static final int BATCH = 64;

    final NodeId id = NodeId.create(Instant.now());
    final MortalRedis redis;

    /** An action that runs after a presence change was observed and before it is handled. */
    volatile Runnable arriving = () -> {};

    private final House house;
    private final Clock clock;

    /** Creates a node of a world in which no user has an address. */
    ModelNode(RedisRig rig, Clock clock, DeviceChannel sockets) {
        this(rig, clock, sockets, new NoChannel());
    }

    ModelNode(RedisRig rig, Clock clock, DeviceChannel sockets, OutboundChannel channels) {
        this.redis = new MortalRedis(rig);
        this.clock = clock;
        this.house = new House(Map.of(
                        "oneping.notify.catch-up-pace",
                        "0s",
                        "oneping.auth.token-secret",
                        "a-model-has-no-secrets-to-keep-from-anybody"))
                .with(RedisPipeline.class, redis)
                .with(Vertx.class, rig.vertx())
                .with(RedisOptions.class, rig.options())
                .with(Clock.class, clock)
                .with(NodeId.class, id)
                .with(MeterRegistry.class, new SimpleMeterRegistry())
                .with(ObjectMapper.class, RedisRig.json())
                .with(DeviceChannel.class, sockets)
                .with(OutboundChannel.class, channels)
                .with(SecretBox.class, new SecretBox(Base64.getEncoder().encodeToString(new byte[32]), List.of()))
                .with(
                        new TypeLiteral<Event<ProviderResultEvent>>() {}.getType(),
                        event(told -> house().get(ProviderResultHandler.class).on((ProviderResultEvent) told)))
                .with(new TypeLiteral<Event<PresenceChanged>>() {}.getType(), event(told -> {
                    arriving.run();
                    house().get(PresenceChangeHandler.class).on((PresenceChanged) told);
                }));
        house.by(AnswerListener.class, AckStatistics.class)
                .by(AckPort.class, AckService.class)
                .by(RecipientPort.class, RecipientNotifier.class);
    }

    /** Creates a CDI event that calls its only observer. */
    private static Event<?> event(Consumer<Object> observer) {
        return (Event<?>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (event, method, arguments) -> {
                    observer.accept(arguments[0]);
                    return null;
                });
    }

    private House house() {
        return house;
    }

    Addresses addresses() {
        return new Addresses(house);
    }

    Sessions sessions() {
        return house.get(Sessions.class);
    }

    AckService acks() {
        return house.get(AckService.class);
    }

    NotifyService intake() {
        return house.get(NotifyService.class);
    }

    NackHandler nacks() {
        return house.get(NackHandler.class);
    }

    NotificationStore store() {
        return house.get(NotificationStore.class);
    }

    boolean isUp() {
        return !redis.isDead() && !redis.isStopped();
    }

    /** Claims the due members of a shard by the product's script, and processes all of them concurrently. */
    Uni<@Nullable Void> tick(Shard shard) {
        List<Object> arguments = List.of(clock.millis(), COMES_AGAIN_MS, BATCH, id, 1);
        return redis.run(CLAIM, List.of(NotificationStore.TIMERS.key(shard), shard.key("owner", "timers")), arguments)
                .chain(reply -> reply.tag().equals("claimed")
                        ? Multi.createFrom()
                                .iterable(reply.texts().subList(3, reply.size()))
                                .onItem()
                                .transformToUniAndMerge(house.get(EscalationWorker.class)::work)
                                .collect()
                                .last()
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }
}
