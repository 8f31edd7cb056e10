package dev.oneping.delivery.store;

import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.CommitResult;
import dev.oneping.change.VersionedStore;
import dev.oneping.delivery.life.State.Accepted;
import dev.oneping.delivery.life.Superseded;
import dev.oneping.delivery.life.Supersession;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shards;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the open notification of a collapse key by a new one. The old one ends and the new one begins in one atomic
 * step, so two are never open at once. The current holder of a key is kept in {@code
 * {s}:collapse:<tenant>:<user>:<key>} until it expires.
 */
@Singleton
public class CollapseStore {

    private static final Script SUPERSEDE = Script.load("delivery/supersede.lua");

    private final RedisPipeline redis;
    private final Shards shards;
    private final NotificationStore store;
    private final CommitLoop loop;

    CollapseStore(RedisPipeline redis, Shards shards, NotificationStore store, Clock clock, MeterRegistry metrics) {
        this.redis = redis;
        this.shards = shards;
        this.store = store;
        this.loop = new CommitLoop("collapse", clock, metrics);
    }

    /** Stores like {@link NotificationStore#accept}; with a collapse key, supersedes the current holder of the key. */
    public Uni<AcceptResult> accept(Notification notification, Instant firstLook) {
        String key = notification.collapseKey();
        if (key == null) {
            return store.accept(notification, firstLook);
        }
        String place = shards.of(notification.to()).key("collapse", notification.to(), key);
        return loop.change(
                new Stored(notification, firstLook, place),
                (holder, now) -> new Step.Write<>(holder, Function.identity()),
                AcceptResult.Repeated::new);
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

    /**
     * The holder of a collapse key, as it was read.
     *
     * @param id           empty if there is none
     * @param supersession how it ends; null if it need not
     */
    private record Holder(String id, @Nullable Supersession supersession) {

        private static Holder of(String id, Optional<NotificationStore.Found> found, Notification next) {
            return new Holder(
                    id,
                    found.map(NotificationStore.Found::tracked)
                            .filter(before -> !before.id().equals(next.id()))
                            .flatMap(before -> Supersession.of(before, Superseded.REPLACED, next.createdAt()))
                            .orElse(null));
        }
    }

    /** A collapse key in Redis, which a new notification is to hold. */
    private final class Stored implements VersionedStore<Holder, Holder, AcceptResult> {

        private final Notification next;
        private final Instant firstLook;
        private final String place;

        private Stored(Notification next, Instant firstLook, String place) {
            this.next = next;
            this.firstLook = firstLook;
            this.place = place;
        }

        @Override
        public Uni<Optional<Holder>> load() {
            return redis.command(Command.GET, place)
                    .chain(current -> current.isNil()
                            ? Uni.createFrom().item(Optional.of(new Holder("", null)))
                            : store.find(next.to().tenant(), new NotificationId(current.text()))
                                    .map(found -> Optional.of(Holder.of(current.text(), found, next))));
        }

        @Override
        public Uni<CommitResult<Holder, AcceptResult>> commit(Holder before, Holder draft, Instant now) {
            Supersession supersession = draft.supersession();
            Accepted state = new Accepted(supersession == null ? null : left(supersession.before()));
            NotificationStore.Entry entry = store.entry(next, state, firstLook);
            List<String> keys = entry.keys();
            keys.addAll(List.of(
                    place,
                    store.key(
                            next.to().tenant(),
                            supersession == null
                                    ? next.id()
                                    : supersession.before().id())));
            List<Object> arguments = entry.arguments();
            arguments.add(draft.id());
            arguments.addAll(store.ending(supersession));
            arguments.add(next.expiresAt().toEpochMilli());
            arguments.addAll(store.events(
                    supersession == null ? List.of() : supersession.transition().events()));
            arguments.addAll(store.events(List.of(entry.event())));
            return redis.run(SUPERSEDE, keys, arguments)
                    .map(reply -> reply.tag().equals("moved")
                            ? new CommitResult.Conflict<>(null)
                            : new CommitResult.Committed<>(NotificationStore.acceptance(next, state, reply)));
        }
    }
}
