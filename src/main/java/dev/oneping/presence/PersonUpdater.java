package dev.oneping.presence;

import dev.oneping.model.UserRef;
import dev.oneping.presence.PersonChange.Step;
import dev.oneping.redis.time.Time;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The only way to change a person: take the facts, decide, compute the consequences, commit by compare-and-set; on a
 * conflict take the newer facts and decide again. A person with a current cache entry costs one round trip.
 */
@Singleton
class PersonUpdater {

    private static final Logger LOG = Logger.getLogger(PersonUpdater.class);

    /** Each lost conflict means that another writer succeeded, so this many in a row indicate a fault, not bad luck. */
    private static final int MAX_CONFLICTS = 100;

    private static final int PAUSE_AFTER = 3;
    private static final int MAX_PAUSE_MS = 20;

    private final PresenceStore store;
    private final PersonCache cache;
    private final PresenceCalculator calculator;
    private final PresenceDebouncer debouncer;
    private final Clock clock;
    private final Consumer<PresenceChanged> listener;
    private final Counter conflicts;
    private final KeyedSerializer serializer = new KeyedSerializer();

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
        this.calculator = new PresenceCalculator(config, outages::until);
        this.debouncer = new PresenceDebouncer(config, outages::until);
        this.clock = clock;
        this.listener = listener;
        this.conflicts = Counter.builder("oneping.presence.conflicts")
                .description("Presence changes retried because of a concurrent commit")
                .register(metrics);
    }

    /** Applies a change, after all earlier changes of this user on this node. */
    <R> Uni<R> change(UserRef user, PersonChange<R> change) {
        return serializer.run(
                user,
                () -> cache.recall(user)
                        .map(remembered -> attempt(remembered, change, false, 0))
                        .orElseGet(() -> attemptFresh(user, change, 0)));
    }

    /** Stores the changes that are due by the passing of time, and schedules the next review. */
    Uni<Void> review(UserRef user) {
        return serializer.run(
                user, () -> attemptFresh(user, (person, now) -> new Step.Make<Void>(person, "", ignored -> null), 0));
    }

    private <R> Uni<R> attemptFresh(UserRef user, PersonChange<R> change, int lost) {
        return store.person(user).chain(person -> attempt(person, change, true, lost));
    }

    /** Makes one attempt. Only fresh facts justify storing nothing: no commit has proved cached ones. */
    private <R> Uni<R> attempt(Person person, PersonChange<R> change, boolean fresh, int lost) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return switch (change.decide(person, now)) {
            case Step.Leave<R> leave when fresh -> Uni.createFrom().item(leave.answer());
            case Step.Leave<R> ignored -> attemptFresh(person.user(), change, lost);
            case Step.Make<R> make -> {
                PersonUpdate update = PersonUpdate.of(calculator, debouncer, person, make.draft(), make.reason(), now);
                yield store.commit(update, now).chain(commit -> switch (commit) {
                    case PresenceStore.Commit.Made made -> {
                        notifyListener(update);
                        yield Uni.createFrom()
                                .item(() -> make.answer()
                                        .apply(update.presence()
                                                .at(made.person().version())));
                    }
                    case PresenceStore.Commit.Conflict conflict -> again(conflict.person(), change, lost + 1);
                });
            }
        };
    }

    private <R> Uni<R> again(Person person, PersonChange<R> change, int lost) {
        conflicts.increment();
        if (lost > MAX_CONFLICTS) {
            return Uni.createFrom()
                    .failure(new IllegalStateException("gave up after " + lost + " conflicting presence commits"));
        }
        if (lost < PAUSE_AFTER) {
            return attempt(person, change, true, lost);
        }
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, MAX_PAUSE_MS));
        return Time.pause(pause).chain(() -> attemptFresh(person.user(), change, lost));
    }

    /** Notifies the listener; the change stays stored even if the listener fails. */
    private void notifyListener(PersonUpdate update) {
        PresenceChanged change = update.toEvent();
        if (change.arrived().isEmpty() && change.offline().isEmpty() && !change.routing()) {
            return;
        }
        try {
            listener.accept(change);
        } catch (RuntimeException e) {
            LOG.error("an observer of a presence change failed", e);
        }
    }
}
