package dev.oneping.delivery;

import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.CommitResult;
import dev.oneping.change.VersionedStore;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.Supersession;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.DigestRequest;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shards;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
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

    private final RedisPipeline redis;
    private final Shards shards;
    private final NotificationStore store;
    private final NotificationUpdater updater;
    private final CommitLoop loop;

    DigestStore(
            RedisPipeline redis,
            Shards shards,
            NotificationStore store,
            NotificationUpdater updater,
            Clock clock,
            MeterRegistry metrics) {
        this.redis = redis;
        this.shards = shards;
        this.store = store;
        this.updater = updater;
        this.loop = new CommitLoop("digest", clock, metrics);
    }

    /**
     * Adds a stored notification to the digest. It is stored already, so the reference to the notification that it
     * supersedes cannot be lost.
     *
     * @return the notification as representative of all that wait, or unchanged if it is to be shown by itself
     */
    public Uni<Notification> gather(Notification fresh, DigestRequest request) {
        String digest = shards.of(fresh.to()).key("digest", fresh.to(), request.rule() + ":" + request.key());
        return loop.change(
                new Stored(fresh, request, digest),
                (current, now) -> new Step.Write<>(current, Gathered::notification),
                () -> fresh);
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

    /**
     * The representative of a digest, as it was read.
     *
     * @param id           empty if there is none
     * @param supersession how it ends; null if it need not
     */
    private record Representative(String id, @Nullable Supersession supersession) {

        private static Representative of(String id, Optional<NotificationStore.Found> found, Notification fresh) {
            return new Representative(
                    id,
                    found.map(NotificationStore.Found::tracked)
                            .flatMap(before -> Supersession.of(before, DIGESTED, fresh.createdAt()))
                            .orElse(null));
        }
    }

    /**
     * A gathered notification.
     *
     * @param hasEnded whether this step ended the previous representative
     */
    private record Gathered(Notification notification, boolean hasEnded) {}

    /** A digest in Redis, to which a notification is added. */
    private final class Stored implements VersionedStore<Representative, Representative, Gathered> {

        private final Notification fresh;
        private final DigestRequest request;
        private final String digest;

        private Stored(Notification fresh, DigestRequest request, String digest) {
            this.fresh = fresh;
            this.request = request;
            this.digest = digest;
        }

        @Override
        public Uni<Optional<Representative>> load() {
            return redis.command(Command.HGET, digest, "id")
                    .chain(current -> current.isNil()
                            ? Uni.createFrom().item(Optional.of(new Representative("", null)))
                            : store.find(fresh.to().tenant(), new NotificationId(current.text()))
                                    .map(found -> Optional.of(Representative.of(current.text(), found, fresh))));
        }

        @Override
        public Uni<CommitResult<Representative, Gathered>> commit(
                Representative before, Representative draft, Instant now) {
            Supersession supersession = draft.supersession();
            List<String> keys = new ArrayList<>(store.keys(fresh.to(), fresh.id()));
            keys.addAll(List.of(
                    digest,
                    store.key(
                            fresh.to().tenant(),
                            supersession == null
                                    ? fresh.id()
                                    : supersession.before().id())));
            return redis.run(DIGEST, keys, arguments(draft)).map(reply -> switch (reply.tag()) {
                case "moved" -> new CommitResult.Conflict<>(null);
                case "alone" -> new CommitResult.Committed<>(new Gathered(fresh, false));
                case "gathered" ->
                    new CommitResult.Committed<>(new Gathered(
                            fresh.asDigest(store.read(reply.text(1), DigestSummary.class)), reply.number(2) == 1));
                default -> throw new IllegalStateException("digest.lua answered " + reply.tag());
            });
        }

        private List<Object> arguments(Representative before) {
            Supersession supersession = before.supersession();
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
                    before.id()));
            arguments.addAll(store.ending(supersession));
            arguments.addAll(store.eventArguments(
                    fresh.to(),
                    supersession == null ? List.of() : supersession.transition().events()));
            return arguments;
        }

        @Override
        public Uni<Void> committed(Representative before, Representative draft, Gathered stored, Instant decided) {
            if (draft.supersession() != null && stored.hasEnded()) {
                updater.ended(draft.supersession());
            }
            return Uni.createFrom().voidItem();
        }
    }
}
