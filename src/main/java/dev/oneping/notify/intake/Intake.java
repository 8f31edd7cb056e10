package dev.oneping.notify.intake;

import dev.oneping.model.Priority;
import dev.oneping.notify.NotifyConfig;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The limit of submissions under way on this node. When Redis or the node cannot keep up, less urgent ones are refused
 * first and early, so that a queue is left for the urgent ones. Thread-safe.
 */
@Singleton
class Intake {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** The share of the limit up to which a submission of each priority is taken, in percent. */
    private static final Map<Priority, Integer> SHARES =
            Map.of(Priority.LOW, 50, Priority.NORMAL, 75, Priority.HIGH, 90, Priority.CRITICAL, 100);

    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<Priority, Counter> shed = new EnumMap<>(Priority.class);

    @Inject
    Intake(NotifyConfig config, MeterRegistry metrics) {
        this(config.inFlight(), metrics);
    }

    Intake(int most, MeterRegistry metrics) {
        this.most = most;
        for (Priority priority : Priority.values()) {
            shed.put(
                    priority,
                    Counter.builder("oneping.notification.shed")
                            .description("Submissions refused because too many were under way on this node")
                            .tag("priority", priority.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
    }

    /**
     * Begins a submission, unless too many are under way for its priority.
     *
     * @param asked the requested priority; null for the default
     * @throws Problem 503, as a failure of the result
     */
    <T> Uni<T> admit(@Nullable Priority asked, Supplier<Uni<T>> submission) {
        Priority priority = asked == null ? Priority.NORMAL : asked;
        return Uni.createFrom().deferred(() -> {
            if (underWay.incrementAndGet() > room(priority)) {
                underWay.decrementAndGet();
                Objects.requireNonNull(shed.get(priority)).increment();
                return Uni.createFrom()
                        .failure(Problem.of(
                                        ProblemType.UNAVAILABLE,
                                        "Too many notifications are being accepted. Retry the request shortly.")
                                .retryAfter(RETRY_AFTER));
            }
            return submission.get().onTermination().invoke(underWay::decrementAndGet);
        });
    }

    private int room(Priority priority) {
        return Math.max(1, most * SHARES.getOrDefault(priority, 100) / 100);
    }
}
