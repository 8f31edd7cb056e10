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
 * Puts a new notification in the place of the one that is open under the same collapse key. The one ends and the other
 * begins in one step, so never are two of them open. Who stands in a place is kept in
 * {@code {s}:collapse:<tenant>:<user>:<key>} until that one expires.
 */
@Singleton
public class CollapseStore {

    private static final Script SUCCEED = Script.load("delivery/succeed.lua");

    /** Somebody else succeeds each time one is lost, so this many in a row is a fault, not bad luck. */
    private static final int TRIES = 50;

    private final RedisPipeline redis;
    private final Shards shards;
    private final NotificationStore store;

    CollapseStore(RedisPipeline redis, Shards shards, NotificationStore store) {
        this.redis = redis;
        this.shards = shards;
        this.store = store;
    }

    /** As {@link NotificationStore#accept}; where it has a collapse key, in the place of whoever stands there. */
    public Uni<AcceptResult> accept(Notification notification, Instant firstLook) {
        String key = notification.collapseKey();
        return key == null
                ? store.accept(notification, firstLook)
                : accept(notification, firstLook, place(notification, key), TRIES);
    }

    private Uni<AcceptResult> accept(Notification notification, Instant firstLook, String place, int tries) {
        return redis.command(Command.GET, place)
                .chain(standing -> standing.isNil()
                        ? succeed(notification, firstLook, place, "", null)
                        : store.find(notification.to().tenant(), new NotificationId(standing.text()))
                                .chain(found -> succeed(
                                        notification, firstLook, place, standing.text(), ending(found, notification))))
                .chain(acceptance -> {
                    if (acceptance.isPresent()) {
                        return Uni.createFrom().item(acceptance.get());
                    }
                    return tries > 1
                            ? accept(notification, firstLook, place, tries - 1)
                            : Uni.createFrom()
                                    .failure(new IllegalStateException("a place was taken " + TRIES + " times"));
                });
    }

    private static @Nullable Supersession ending(Optional<NotificationStore.Found> standing, Notification next) {
        return standing.map(NotificationStore.Found::tracked)
                .filter(life -> !life.id().equals(next.id()))
                .flatMap(life -> Supersession.of(life, Superseded.REPLACED, next.createdAt()))
                .orElse(null);
    }

    /** None where it has to be decided again. */
    private Uni<Optional<AcceptResult>> succeed(
            Notification next, Instant firstLook, String place, String standing, @Nullable Supersession ending) {
        Accepted state = new Accepted(ending == null ? null : left(ending.before()));
        NotificationStore.Entry entry = store.entry(next, state, firstLook);
        List<String> keys = entry.keys();
        keys.addAll(List.of(
                place,
                store.key(
                        next.to().tenant(),
                        ending == null ? next.id() : ending.before().id())));
        List<Object> arguments = entry.arguments();
        arguments.add(standing);
        arguments.addAll(store.ending(ending));
        arguments.add(next.expiresAt().toEpochMilli());
        arguments.addAll(store.events(ending == null ? List.of() : ending.move().events()));
        arguments.addAll(store.events(List.of(entry.event())));
        return redis.run(SUCCEED, keys, arguments)
                .map(reply -> reply.tag().equals("moved")
                        ? Optional.empty()
                        : Optional.of(NotificationStore.acceptance(next, state, reply)));
    }

    /** Of several that were replaced before anyone decided where the new one goes, the last that was shown counts. */
    private static @Nullable Superseded left(VersionedState before) {
        return before.state() instanceof Accepted(Superseded earlier)
                ? earlier
                : before.state()
                        .shown()
                        .map(shown -> new Superseded(before.id(), before.version() + 1, shown))
                        .orElse(null);
    }

    private String place(Notification notification, String key) {
        Shard shard = shards.of(notification.to());
        return shard.key("collapse", notification.to(), key);
    }
}
