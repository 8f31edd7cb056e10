package dev.oneping.delivery;

import dev.oneping.model.DigestInfo;
import dev.oneping.model.DigestRequest;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers notifications of a kind, to be shown as one: the newest stands for all that wait, and the one that did so before
 * ends in the same step. What waits is kept in {@code {s}:digest:<tenant>:<user>:<key>}, with until when, and when the last
 * one came; it expires when its window and look-back are over.
 */
@Singleton
public class DigestStore {

    /** Why one ends that stands for the others no more. */
    static final String DIGESTED = "digested";

    private static final Script GATHER = Script.load("delivery/gather.lua");

    /** One at least gets through each time, so this bounds how many may come at the same instant. */
    private static final int TRIES = 1_000;

    private final RedisPipeline redis;
    private final Shards shards;
    private final NotificationStore store;
    private final AckService settlement;

    DigestStore(RedisPipeline redis, Shards shards, NotificationStore store, AckService settlement) {
        this.redis = redis;
        this.shards = shards;
        this.store = store;
        this.settlement = settlement;
    }

    /**
     * Gathers a notification that is already stored, so what it takes the place of is never lost.
     *
     * @return the same, standing for all that wait; or as it was, if it is to be shown by itself
     */
    public Uni<Notification> gather(Notification fresh, DigestRequest wish) {
        Shard shard = shards.of(fresh.to());
        return gather(fresh, wish, shard.key("digest", fresh.to(), wish.rule() + ":" + wish.key()), TRIES);
    }

    private Uni<Notification> gather(Notification fresh, DigestRequest wish, String digest, int tries) {
        return redis.command(Command.HGET, digest, "id")
                .chain(standing -> standing.isNil()
                        ? gather(fresh, wish, digest, "", null)
                        : store.find(fresh.to().tenant(), new NotificationId(standing.text()))
                                .chain(found -> gather(fresh, wish, digest, standing.text(), ending(found, fresh))))
                .chain(gathered -> {
                    if (gathered.isPresent()) {
                        return Uni.createFrom().item(gathered.get());
                    }
                    return tries > 1
                            ? gather(fresh, wish, digest, tries - 1)
                            : Uni.createFrom()
                                    .failure(new IllegalStateException("a digest has moved " + TRIES + " times"));
                });
    }

    private static @Nullable Supersession ending(Optional<NotificationStore.Found> standing, Notification fresh) {
        return standing.map(NotificationStore.Found::tracked)
                .flatMap(life -> Supersession.of(life, DIGESTED, fresh.createdAt()))
                .orElse(null);
    }

    /** None where it has to be decided again. */
    private Uni<Optional<Notification>> gather(
            Notification fresh, DigestRequest wish, String digest, String standing, @Nullable Supersession ending) {
        NotificationId before = ending == null ? fresh.id() : ending.before().id();
        List<String> keys = new ArrayList<>(store.keys(fresh.to(), fresh.id()));
        keys.addAll(List.of(digest, store.key(fresh.to().tenant(), before)));
        List<Object> arguments = new ArrayList<>(List.of(
                fresh.id(),
                fresh.content().title(),
                wish.rule(),
                fresh.createdAt().toEpochMilli(),
                wish.window().toMillis(),
                wish.lookBack().toMillis(),
                wish.urgent(),
                DigestInfo.MOST_TITLES,
                standing));
        arguments.addAll(store.ending(ending));
        arguments.addAll(store.told(
                fresh.to(), ending == null ? List.of() : ending.move().events()));
        return redis.run(GATHER, keys, arguments).map(reply -> switch (reply.tag()) {
            case "moved" -> Optional.empty();
            case "alone" -> Optional.of(fresh);
            case "gathered" -> Optional.of(standing(reply, fresh, ending));
            default -> throw new IllegalStateException("gather.lua answered " + reply.tag());
        });
    }

    private Notification standing(Reply reply, Notification fresh, @Nullable Supersession ending) {
        if (ending != null && reply.number(2) == 1) {
            settlement.ended(ending);
        }
        return fresh.standingFor(store.read(reply.text(1), DigestInfo.class));
    }
}
