package dev.oneping.notify.ruleset;

import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.redis.time.Time;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.source.RuleFileException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Parses the rule files of callers: on a few threads of its own, one file of a tenant at a time, in order, within a deadline. So a
 * tenant's files, however expensive, leave the processors to the work of the others.
 */
@Singleton
public class RuleParser {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final int MAX_WAITING = 8;
    private static final int TOLD = 50;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            Thread.ofPlatform().daemon().name("rules-", 0).factory());

    private final Map<TenantId, Semaphore> turns = new ConcurrentHashMap<>();

    /**
     * Parses a file; blocks.
     *
     * @throws RuleFileException if it is invalid
     */
    RuleSet parse(TenantId tenant, String text) {
        Semaphore turn = turns.computeIfAbsent(tenant, ignored -> new Semaphore(1, true));
        awaitTurn(turn);
        Future<RuleSet> parsing = threads.submit(() -> {
            long begun = Time.nanoTime();
            try {
                return ActiveRules.parse(text);
            } finally {
                // The tenant rests for as long as it kept a processor busy.
                Time.pause(Duration.ofNanos(Time.nanoTime() - begun))
                        .subscribe()
                        .with(ignored -> turn.release());
            }
        });
        try {
            return parsing.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Problem.invalid(Violation.at(
                    "",
                    Violation.NOT_ALLOWED,
                    "Reading the rules took longer than " + DEADLINE.toSeconds() + " s; use fewer or simpler ones."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rules were read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuleFileException refused) {
                throw refused;
            }
            throw new IllegalStateException("rules could not be read", e);
        }
    }

    /** Waits for the tenant's earlier files; refuses if too many wait already, or if it takes too long. */
    private static void awaitTurn(Semaphore turn) {
        try {
            if (turn.getQueueLength() < MAX_WAITING && turn.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
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
}
