package dev.oneping.notify.ruleset;

import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.problem.http.ClientConnection;
import dev.oneping.redis.time.Time;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.source.RuleFileException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Parses the rule files of callers: on a few threads of its own, one file of a tenant at a time, in order, within a deadline. So a
 * tenant's files, however expensive, leave the processors to the work of the others.
 */
@Singleton
public class RuleParser {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final int MAX_WAITING = 8;

    /** A tenant rests for three times as long as it kept a processor busy, and so takes a quarter of one at most. */
    private static final int RESTS = 3;

    private static final int TOLD = 50;

    /** The pause between two looks whether the client is still there. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            Thread.ofPlatform().daemon().name("rules-", 0).factory());

    private final Map<TenantId, Semaphore> turns = new ConcurrentHashMap<>();
    private final Supplier<BooleanSupplier> clients;
    private final Function<String, RuleSet> reader;

    @Inject
    RuleParser(ClientConnection client) {
        this(client::gone, ActiveRules::parse);
    }

    RuleParser(Supplier<BooleanSupplier> clients, Function<String, RuleSet> reader) {
        this.clients = clients;
        this.reader = reader;
    }

    /**
     * Parses a file; blocks. Reading ends when it takes too long, or when the client closes its connection.
     *
     * @throws RuleFileException if it is invalid
     */
    RuleSet parse(TenantId tenant, String text) {
        BooleanSupplier gone = clients.get();
        Semaphore turn = turns.computeIfAbsent(tenant, ignored -> new Semaphore(1, true));
        awaitTurn(turn, gone);
        Reading reading = new Reading(text, turn, gone);
        Future<RuleSet> parsing = threads.submit(reading);
        try {
            return result(parsing, gone);
        } finally {
            if (parsing.cancel(true)) {
                reading.forget();
            }
        }
    }

    private static RuleSet result(Future<RuleSet> parsing, BooleanSupplier gone) {
        for (Duration waited = Duration.ZERO; waited.compareTo(DEADLINE) < 0; waited = waited.plus(LOOK)) {
            try {
                return parsing.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                requireClient(gone);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while rules were read", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuleFileException || e.getCause() instanceof Problem) {
                    throw (RuntimeException) e.getCause();
                }
                throw new IllegalStateException("rules could not be read", e);
            }
        }
        throw Problem.invalid(Violation.at(
                "",
                Violation.NOT_ALLOWED,
                "Reading the rules took longer than " + DEADLINE.toSeconds() + " s; use fewer or simpler ones."));
    }

    /** Ends the request of a client that has gone; nobody sees the answer. */
    private static void requireClient(BooleanSupplier gone) {
        if (gone.getAsBoolean()) {
            throw Problem.invalid(Violation.at("", Violation.NOT_ALLOWED, "The client closed its connection."));
        }
    }

    /** Waits for the tenant's earlier files; refuses if too many wait already, or if it takes too long. */
    private static void awaitTurn(Semaphore turn, BooleanSupplier gone) {
        try {
            if (turn.getQueueLength() < MAX_WAITING) {
                for (Duration waited = Duration.ZERO; waited.compareTo(WAIT) < 0; waited = waited.plus(LOOK)) {
                    requireClient(gone);
                    if (turn.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a turn", e);
        }
        throw Problem.of(
                ProblemType.LIMIT_REACHED, "Other rule files of the tenant are being read; send this one after them.");
    }

    /** Parses a file; an invalid one is a problem of the request, with all errors, each with its location. */
    public RuleSet sound(TenantId tenant, String text) {
        try {
            return parse(tenant, text);
        } catch (RuleFileException refused) {
            throw Problem.invalid(refused.problems().stream()
                    .limit(TOLD)
                    .map(problem -> Violation.at("", Violation.NOT_ALLOWED, problem.sentence()))
                    .toList());
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** One file in its tenant's turn, which ends with the reading, or at once if it never begins. */
    private final class Reading implements Callable<RuleSet> {

        private final String text;
        private final Semaphore turn;
        private final BooleanSupplier gone;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Reading(String text, Semaphore turn, BooleanSupplier gone) {
            this.text = text;
            this.turn = turn;
            this.gone = gone;
        }

        @Override
        public RuleSet call() {
            if (taken.getAndSet(true)) {
                throw new CancellationException("forgotten before it was read");
            }
            long begun = Time.nanoTime();
            try {
                requireClient(gone);
                return reader.apply(text);
            } finally {
                Time.pause(Duration.ofNanos(Time.nanoTime() - begun).multipliedBy(RESTS))
                        .subscribe()
                        .with(ignored -> turn.release());
            }
        }

        private void forget() {
            if (!taken.getAndSet(true)) {
                turn.release();
            }
        }
    }
}
