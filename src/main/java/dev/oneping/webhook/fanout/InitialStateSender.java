package dev.oneping.webhook.fanout;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.StateEvent;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StoredJson;
import dev.oneping.webhook.delivery.DeliveryStore;
import dev.oneping.webhook.delivery.EndpointLanes;
import dev.oneping.webhook.delivery.SerializedEvent;
import dev.oneping.webhook.subscription.Subscription;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sends a new subscription the current presence of its users, as the base for the events that follow. */
@Singleton
public class InitialStateSender {

    private final PresenceStore presence;
    private final DeliveryStore deliveries;
    private final EndpointLanes lanes;
    private final RedisPipeline redis;
    private final Shards shards;
    private final ObjectMapper json;

    InitialStateSender(
            PresenceStore presence,
            DeliveryStore deliveries,
            EndpointLanes lanes,
            RedisPipeline redis,
            Shards shards,
            ObjectMapper json) {
        this.presence = presence;
        this.deliveries = deliveries;
        this.lanes = lanes;
        this.redis = redis;
        this.shards = shards;
        this.json = json;
    }

    /** Queues one event for each user. Blocks. */
    public void send(Subscription subscription, Instant now) {
        List<UserId> users = Optional.ofNullable(subscription.spec().users()).orElse(List.of());
        for (UserId user : users) {
            SerializedEvent state =
                    state(new UserRef(subscription.tenant(), user), now).await().indefinitely();
            deliveries.enqueue(subscription, state, now).await().indefinitely();
        }
        lanes.wakeIfOurs(subscription.ref());
    }

    /** Reads the version before the state, so that every change not contained in the state has a higher version. */
    private Uni<SerializedEvent> state(UserRef user, Instant now) {
        return redis.command(Command.HGET, shards.of(user).user(user), "v")
                .chain(version -> presence.load(user)
                        .map(seen -> SerializedEvent.of(
                                CloudEvent.of(
                                        SyntheticEventId.at(now),
                                        new StateEvent.PresenceState("", List.of()).type(),
                                        user.user().value(),
                                        now,
                                        version.isNil() ? 0 : version.number(),
                                        new StoredJson(json).write(of(seen))),
                                json)));
    }

    private static StateEvent.PresenceState of(Presence presence) {
        return new StateEvent.PresenceState(
                presence.attention().state().code(),
                presence.devices().stream()
                        .map(device -> new StateEvent.DeviceState(
                                device.id(),
                                device.online(),
                                device.attention().state().code()))
                        .toList());
    }
}
