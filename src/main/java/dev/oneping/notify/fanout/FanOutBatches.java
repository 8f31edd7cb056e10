package dev.oneping.notify.fanout;

import dev.oneping.delivery.AckService;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.group.TopicStore;
import dev.oneping.model.Notification;
import dev.oneping.model.UserId;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives a notification to many users, batch by batch, and withdraws the parts that are still open. */
@Singleton
class FanOutBatches {

    private final RecipientPort recipients;
    private final TopicStore topics;
    private final FanOutStore store;
    private final AckService acks;
    private final Shards shards;
    private final FanOutConfig config;

    FanOutBatches(
            RecipientPort recipients,
            TopicStore topics,
            FanOutStore store,
            AckService acks,
            Shards shards,
            FanOutConfig config) {
        this.recipients = recipients;
        this.topics = topics;
        this.store = store;
        this.acks = acks;
        this.shards = shards;
        this.config = config;
    }

    /**
     * Returns the next users after the previous batch; after an escalation to everyone, without the user whose policy
     * escalated.
     */
    Uni<List<UserId>> batch(FanOut fanOut, FanOutState.Spreading at) {
        UserId after = at.after();
        return switch (fanOut.audience()) {
            case Audience.Subscribers(var topic) ->
                topics.subscribers(fanOut.tenant(), topic, after == null ? null : after.value(), config.batch());
            case Audience.Everyone everyone -> Uni.createFrom().item(slice(everyone.people(), after));
            case Audience.OneOf oneOf ->
                Uni.createFrom()
                        .item(slice(
                                oneOf.people().stream()
                                        .filter(user -> !user.equals(at.caller()))
                                        .toList(),
                                after));
        };
    }

    private List<UserId> slice(List<UserId> people, @Nullable UserId after) {
        int from = after == null ? 0 : people.indexOf(after) + 1;
        return people.subList(from, Math.min(people.size(), from + config.batch()));
    }

    /** Returns the parts of the users of a batch. */
    List<Notification> parts(FanOut fanOut, FanOutState.Spreading at, List<UserId> people) {
        return people.stream().map(user -> part(fanOut, user, at.caller())).toList();
    }

    /**
     * Returns the part of a user where everyone is asked; the user whose policy escalated, if any, keeps the first
     * part.
     */
    Notification part(FanOut fanOut, UserId user, @Nullable UserId caller) {
        return caller == null || user.equals(caller) ? part(fanOut, user) : fanOut.widened(user, shard(fanOut, user));
    }

    /** Returns the part of a user who is asked alone, or with all the others from the beginning. */
    Notification part(FanOut fanOut, UserId user) {
        return fanOut.part(user, shard(fanOut, user));
    }

    private int shard(FanOut fanOut, UserId user) {
        return shards.of(fanOut.person(user)).number();
    }

    /** Gives parts to their users and returns how many users could not take theirs. */
    Uni<Long> give(List<Notification> parts) {
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUni(this::give)
                .merge(config.atOnce())
                .filter(given -> !given)
                .collect()
                .with(Collectors.counting());
    }

    /** Gives a part to its user; false if the user cannot take it. */
    Uni<Boolean> give(Notification part) {
        return recipients.give(part);
    }

    /** Withdraws some of the open parts; true if there may be more. */
    Uni<Boolean> takeBack(FanOut fanOut, String reason) {
        return Multi.createFrom()
                .iterable(shards.all())
                .onItem()
                .transformToUni(shard -> takeBack(fanOut, shard, reason))
                .merge(config.atOnce())
                .collect()
                .asList()
                .map(fulls -> fulls.contains(true));
    }

    private Uni<Boolean> takeBack(FanOut fanOut, Shard shard, String reason) {
        int most = Math.max(1, config.batch() / 4);
        return store.open(fanOut, shard, most)
                .chain(open -> Multi.createFrom()
                        .iterable(open)
                        .onItem()
                        .transformToUniAndConcatenate(part -> takeBack(part, reason))
                        .collect()
                        .asList()
                        .map(done -> open.size() == most));
    }

    /**
     * Withdraws the parts that were just given, if the fan-out was cancelled meanwhile: the cancelling process may have
     * looked before these parts existed.
     */
    Uni<Void> takeBackIfEnding(FanOut fanOut, List<Notification> given) {
        return store.find(fanOut.tenant(), fanOut.id())
                .chain(now -> now.flatMap(found -> found.state().ending())
                        .map(reason -> takeBack(given, reason))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> takeBack(List<Notification> given, String reason) {
        return Multi.createFrom()
                .iterable(given)
                .onItem()
                .transformToUni(part -> takeBack(new NotificationStore.Due(part.to(), part.id()), reason))
                .merge(config.atOnce())
                .collect()
                .last()
                .replaceWithVoid();
    }

    Uni<Void> takeBack(NotificationStore.Due part, String reason) {
        return acks.cancel(part.to().tenant(), part.id(), reason).replaceWithVoid();
    }
}
