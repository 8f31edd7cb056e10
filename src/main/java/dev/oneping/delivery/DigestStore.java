package dev.oneping.delivery;

import dev.oneping.model.DigestRequest;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Combines notifications of a kind into a digest: the newest one represents all that wait, and the previous
 * representative ends in the same atomic step. The entries are kept in {@code {s}:digest:<tenant>:<user>:<key>} with
 * the end of the window and the time of the last entry; the key expires when its window and look-back are over.
 */
@Singleton
public class DigestStore {

    /** The reason for the end of a notification that no longer represents the digest. */
    static final String DIGESTED = "digested";

    private static final Script DIGEST = Script.load("delivery/digest.lua");
    private static final Script LEAVE = Script.load("delivery/leave.lua");

    /** At least one caller succeeds in each round, so this bounds the number of simultaneous arrivals. */
    private static final int TRIES = 1_000;

    private final RedisPipeline redis;
    private final Shards shards;
    private final NotificationStore store;
    private final AckService acks;

    DigestStore(RedisPipeline redis, Shards shards, NotificationStore store, AckService acks) {
        this.redis = redis;
        this.shards = shards;
        this.store = store;
        this.acks = acks;
    }

    /**
     * Adds a stored notification to the digest. It is stored already, so the reference to the notification that it
     * supersedes cannot be lost.
     *
     * @return the notification as representative of all that wait, or unchanged if it is to be shown by itself
     */
    public Uni<Notification> gather(Notification fresh, DigestRequest request) {
        Shard shard = shards.of(fresh.to());
        return gather(fresh, request, shard.key("digest", fresh.to(), request.rule() + ":" + request.key()), TRIES);
    }

    private Uni<Notification> gather(Notification fresh, DigestRequest request, String digest, int tries) {
        return redis.command(Command.HGET, digest, "id")
                .chain(current -> current.isNil()
                        ? gather(fresh, request, digest, "", null)
                        : store.find(fresh.to().tenant(), new NotificationId(current.text()))
                                .chain(found -> gather(fresh, request, digest, current.text(), ending(found, fresh))))
                .chain(gathered -> {
                    if (gathered.isPresent()) {
                        return Uni.createFrom().item(gathered.get());
                    }
                    return tries > 1
                            ? gather(fresh, request, digest, tries - 1)
                            : Uni.createFrom()
                                    .failure(new IllegalStateException("a digest changed " + TRIES + " times"));
                });
    }

    /**
     * Takes a cancelled notification out of its digest, so that the others of the digest are not lost with it; does nothing
     * if it is in none.
     */
    public Uni<Void> leave(UserRef user, NotificationId id, Instant now) {
        String notification = store.key(user.tenant(), id);
        return redis.command(Command.HGET, notification, "digest")
                .chain(digest -> digest.isNil()
                        ? Uni.createFrom().voidItem()
                        : redis.run(
                                        LEAVE,
                                        List.of(
                                                digest.text(),
                                                notification,
                                                shards.of(user).key("open", user),
                                                NotificationStore.TIMERS.key(shards.of(user))),
                                        List.of(
                                                id,
                                                store.write(State.Accepted.FRESH),
                                                now.toEpochMilli(),
                                                store.retention().toMillis(),
                                                user,
                                                store.write(new TraceLine(
                                                        now, "digest_left", List.of(), null, null, null, null)),
                                                store.traceLines()))
                                .replaceWithVoid());
    }

    private static @Nullable Supersession ending(Optional<NotificationStore.Found> current, Notification fresh) {
        return current.map(NotificationStore.Found::tracked)
                .flatMap(found -> Supersession.of(found, DIGESTED, fresh.createdAt()))
                .orElse(null);
    }

    /** Returns empty if a concurrent change requires another try. */
    private Uni<Optional<Notification>> gather(
            Notification fresh,
            DigestRequest request,
            String digest,
            String current,
            @Nullable Supersession supersession) {
        NotificationId before =
                supersession == null ? fresh.id() : supersession.before().id();
        List<String> keys = new ArrayList<>(store.keys(fresh.to(), fresh.id()));
        keys.addAll(List.of(digest, store.key(fresh.to().tenant(), before)));
        List<Object> arguments = new ArrayList<>(List.of(
                fresh.id(),
                fresh.content().title(),
                request.rule(),
                fresh.createdAt().toEpochMilli(),
                request.window().toMillis(),
                request.lookBack().toMillis(),
                request.urgent(),
                DigestSummary.MOST_TITLES,
                fresh.priority().name().toLowerCase(Locale.ROOT),
                fresh.expiresAt().toEpochMilli(),
                store.retention().toMillis(),
                current));
        arguments.addAll(store.ending(supersession));
        arguments.addAll(store.eventArguments(
                fresh.to(),
                supersession == null ? List.of() : supersession.transition().events()));
        return redis.run(DIGEST, keys, arguments).map(reply -> switch (reply.tag()) {
            case "moved" -> Optional.empty();
            case "alone" -> Optional.of(fresh);
            case "gathered" -> Optional.of(current(reply, fresh, supersession));
            default -> throw new IllegalStateException("digest.lua answered " + reply.tag());
        });
    }

    private Notification current(Reply reply, Notification fresh, @Nullable Supersession supersession) {
        if (supersession != null && reply.number(2) == 1) {
            acks.ended(supersession);
        }
        return fresh.asDigest(store.read(reply.text(1), DigestSummary.class));
    }
}
