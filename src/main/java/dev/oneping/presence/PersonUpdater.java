package dev.oneping.presence;

import dev.oneping.model.UserRef;
import dev.oneping.presence.PersonChange.Step;
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
 * The one way in which anything known of a person changes: take the facts, decide, work out what follows, commit by
 * compare-and-set; where another node was faster, take its facts and decide again. A person whom this node remembers
 * rightly costs one round trip.
 */
@Singleton
class PersonUpdater {

    private static final Logger LOG = Logger.getLogger(PersonUpdater.class);

    /** Somebody else succeeds each time one is lost, so this many in a row is a fault, not bad luck. */
    private static final int MAX_CONFLICTS = 100;

    private static final int PATIENT_AFTER = 3;
    private static final int MAX_PAUSE_MS = 20;

    private final PresenceStore store;
    private final PersonCache memory;
    private final PresenceCalculator fold;
    private final PresenceDebouncer publication;
    private final Clock clock;
    private final Consumer<PresenceChanged> listener;
    private final Counter conflicts;
    private final KeyedSerializer turns = new KeyedSerializer();

    @Inject
    PersonUpdater(
            PresenceStore store,
            PersonCache memory,
            PresenceConfig config,
            NodeOutages outages,
            Clock clock,
            Event<PresenceChanged> changes,
            MeterRegistry metrics) {
        this(store, memory, config, outages, clock, changes::fire, metrics);
    }

    PersonUpdater(
            PresenceStore store,
            PersonCache memory,
            PresenceConfig config,
            NodeOutages outages,
            Clock clock,
            Consumer<PresenceChanged> listener,
            MeterRegistry metrics) {
        this.store = store;
        this.memory = memory;
        this.fold = new PresenceCalculator(config, outages::until);
        this.publication = new PresenceDebouncer(config, outages::until);
        this.clock = clock;
        this.listener = listener;
        this.conflicts = Counter.builder("oneping.presence.conflicts")
                .description("Changes of presence decided again because another one came first")
                .register(metrics);
    }

    /** Changes somebody, after all that this node was asked to change there before. */
    <R> Uni<R> change(UserRef user, PersonChange<R> change) {
        return turns.inTurn(
                user,
                () -> memory.recall(user)
                        .map(remembered -> attempt(remembered, change, false, 0))
                        .orElseGet(() -> attemptFresh(user, change, 0)));
    }

    /** Stores whatever has become otherwise by the passing of time, and the instant of the next look. */
    Uni<Void> review(UserRef user) {
        return turns.inTurn(
                user, () -> attemptFresh(user, (person, now) -> new Step.Make<Void>(person, "", ignored -> null), 0));
    }

    private <R> Uni<R> attemptFresh(UserRef user, PersonChange<R> change, int lost) {
        return store.person(user).chain(person -> attempt(person, change, true, lost));
    }

    /** Only fresh facts are good enough to do nothing on: what is merely remembered no commit has proved. */
    private <R> Uni<R> attempt(Person person, PersonChange<R> change, boolean fresh, int lost) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return switch (change.decide(person, now)) {
            case Step.Leave<R> leave when fresh -> Uni.createFrom().item(leave.answer());
            case Step.Leave<R> ignored -> attemptFresh(person.user(), change, lost);
            case Step.Make<R> make -> {
                PersonUpdate transition = PersonUpdate.of(fold, publication, person, make.draft(), make.reason(), now);
                yield store.commit(transition, now).chain(commit -> switch (commit) {
                    case PresenceStore.Commit.Made made -> {
                        tell(transition);
                        yield Uni.createFrom()
                                .item(() -> make.answer()
                                        .apply(transition
                                                .presence()
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
                    .failure(new IllegalStateException("presence changed " + lost + " times while it was decided on"));
        }
        if (lost < PATIENT_AFTER) {
            return attempt(person, change, true, lost);
        }
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, MAX_PAUSE_MS));
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(pause)
                .chain(() -> attemptFresh(person.user(), change, lost));
    }

    /** The change is stored whatever its observers do with it. */
    private void tell(PersonUpdate transition) {
        PresenceChanged told = transition.told();
        if (told.arrived().isEmpty() && told.offline().isEmpty() && !told.routing()) {
            return;
        }
        try {
            listener.accept(told);
        } catch (RuntimeException e) {
            LOG.error("an observer of a changed presence failed", e);
        }
    }
}
