package dev.oneping.delivery;

import dev.oneping.delivery.State.Accepted;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the open notification of a collapse key by a new one. The old one ends and the new one begins in one atomic
 * step, so two are never open at once. The current holder of a key is kept in {@code
 * {s}:collapse:<tenant>:<user>:<key>} until it expires.
 */
@Singleton
public class CollapseStore {

    private static final Script SUPERSEDE = Script.load("delivery/supersede.lua");

    /** Each lost round means that a concurrent caller succeeded, so this many in a row is a fault, not contention. */
    private static final int TRIES = 50;

    private final RedisPipeline redis;
    private final Shards shards;
    private final NotificationStore store;

    CollapseStore(RedisPipeline redis, Shards shards, NotificationStore store) {
        this.redis = redis;
        this.shards = shards;
        this.store = store;
    }

    /** Stores like {@link NotificationStore#accept}; with a collapse key, supersedes the current holder of the key. */
    public Uni<AcceptResult> accept(Notification notification, Instant firstLook) {
        String key = notification.collapseKey();
        return key == null
                ? store.accept(notification, firstLook)
                : accept(notification, firstLook, place(notification, key), TRIES);
    }

    private Uni<AcceptResult> accept(Notification notification, Instant firstLook, String place, int tries) {
        return redis.command(Command.GET, place)
                .chain(current -> current.isNil()
                        ? succeed(notification, firstLook, place, "", null)
                        : store.find(notification.to().tenant(), new NotificationId(current.text()))
                                .chain(found -> succeed(
                                        notification, firstLook, place, current.text(), ending(found, notification))))
                .chain(acceptance -> {
                    if (acceptance.isPresent()) {
                        return Uni.createFrom().item(acceptance.get());
                    }
                    return tries > 1
                            ? accept(notification, firstLook, place, tries - 1)
                            : Uni.createFrom()
                                    .failure(new IllegalStateException(
                                            "the collapse key changed hands " + TRIES + " times"));
                });
    }

    private static @Nullable Supersession ending(Optional<NotificationStore.Found> current, Notification next) {
        return current.map(NotificationStore.Found::tracked)
                .filter(found -> !found.id().equals(next.id()))
                .flatMap(found -> Supersession.of(found, Superseded.REPLACED, next.createdAt()))
                .orElse(null);
    }

    /** Returns empty if a concurrent change requires another try. */
    private Uni<Optional<AcceptResult>> succeed(
            Notification next, Instant firstLook, String place, String current, @Nullable Supersession supersession) {
        Accepted state = new Accepted(supersession == null ? null : left(supersession.before()));
        NotificationStore.Entry entry = store.entry(next, state, firstLook);
        List<String> keys = entry.keys();
        keys.addAll(List.of(
                place,
                store.key(
                        next.to().tenant(),
                        supersession == null ? next.id() : supersession.before().id())));
        List<Object> arguments = entry.arguments();
        arguments.add(current);
        arguments.addAll(store.ending(supersession));
        arguments.add(next.expiresAt().toEpochMilli());
        arguments.addAll(store.events(
                supersession == null ? List.of() : supersession.transition().events()));
        arguments.addAll(store.events(List.of(entry.event())));
        return redis.run(SUPERSEDE, keys, arguments)
                .map(reply -> reply.tag().equals("moved")
                        ? Optional.empty()
                        : Optional.of(NotificationStore.acceptance(next, state, reply)));
    }

    /**
     * Returns the last notification that was shown, of several that were superseded before the rules decided where the
     * new one goes.
     */
    private static @Nullable Superseded left(VersionedState before) {
        return before.state() instanceof Accepted(Superseded earlier)
                ? earlier
                : Superseded.of(before).orElse(null);
    }

    private String place(Notification notification, String key) {
        Shard shard = shards.of(notification.to());
        return shard.key("collapse", notification.to(), key);
    }
}
