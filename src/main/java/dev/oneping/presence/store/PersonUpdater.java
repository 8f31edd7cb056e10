package dev.oneping.presence.store;

import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.CommitResult;
import dev.oneping.change.KeyedSerializer;
import dev.oneping.change.VersionedStore;
import dev.oneping.model.UserRef;
import dev.oneping.presence.NodeOutages;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.person.Person;
import dev.oneping.presence.person.PersonChange;
import dev.oneping.presence.person.PersonUpdate;
import dev.oneping.presence.person.PresenceCalculator;
import dev.oneping.presence.person.PresenceDebouncer;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Changes users' stored facts: take the facts, decide, compute the consequences, commit, by {@link CommitLoop}. A person
 * with a current cache entry costs one round trip. Two fields are written without it, because no decision depends on
 * their version: the end of a lease ({@link PresenceStore#refresh}) and the last sound ({@code delivery/sound.lua}).
 */
@Singleton
public class PersonUpdater {

    private final PresenceStore store;
    private final PersonCache cache;
    private final PresenceCalculator calculator;
    private final PresenceDebouncer debouncer;
    private final Consumer<PresenceChanged> listener;
    private final CommitLoop loop;
    private final KeyedSerializer<UserRef> serializer = new KeyedSerializer<>();

    @Inject
    PersonUpdater(
            PresenceStore store,
            PersonCache cache,
            PresenceConfig config,
            NodeOutages outages,
            Clock clock,
            Event<PresenceChanged> changes,
            MeterRegistry metrics) {
        this(store, cache, config, outages, clock, changes::fire, metrics);
    }

    PersonUpdater(
            PresenceStore store,
            PersonCache cache,
            PresenceConfig config,
            NodeOutages outages,
            Clock clock,
            Consumer<PresenceChanged> listener,
            MeterRegistry metrics) {
        this.store = store;
        this.cache = cache;
        this.calculator = new PresenceCalculator(config, outages.view());
        this.debouncer = new PresenceDebouncer(config, outages.view());
        this.listener = listener;
        this.loop = new CommitLoop("presence", clock, metrics);
    }

    /** Applies a change, after all earlier changes of this user on this node. */
    public <R> Uni<R> change(UserRef user, PersonChange<R> change) {
        return serializer.run(user, () -> {
            Stored stored = new Stored(user);
            return cache.recall(user)
                    .map(remembered -> loop.changeCached(remembered, stored, change, PersonUpdater::<R>missing))
                    .orElseGet(() -> loop.change(stored, change, PersonUpdater::<R>missing));
        });
    }

    /** Stores the changes that are due by the passing of time, and schedules the next review. */
    public Uni<Void> review(UserRef user) {
        PersonChange<Void> nothing = (person, now) -> new Step.Write<>(PersonChange.Draft.of(person), ignored -> null);
        return serializer.run(user, () -> loop.change(new Stored(user), nothing, PersonUpdater::<Void>missing));
    }

    private static <R> R missing() {
        throw new IllegalStateException("every user can be read; an unknown one has no devices");
    }

    /** A person in Redis. */
    private final class Stored implements VersionedStore<Person, PersonChange.Draft, PersonUpdate> {

        private final UserRef user;

        private Stored(UserRef user) {
            this.user = user;
        }

        @Override
        public Uni<Optional<Person>> load() {
            return store.person(user).map(Optional::of);
        }

        @Override
        public Uni<CommitResult<Person, PersonUpdate>> commit(Person before, PersonChange.Draft draft, Instant now) {
            return store.commit(
                    PersonUpdate.of(calculator, debouncer, before, draft.person(), draft.reason(), now), now);
        }

        @Override
        public Uni<Void> committed(Person before, PersonChange.Draft draft, PersonUpdate stored, Instant decided) {
            PresenceChanged change = stored.toEvent();
            if (!change.arrived().isEmpty() || !change.offline().isEmpty() || change.routing()) {
                listener.accept(change);
            }
            return Uni.createFrom().voidItem();
        }
    }
}
