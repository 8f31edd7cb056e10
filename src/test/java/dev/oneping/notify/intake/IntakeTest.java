package dev.oneping.notify.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.model.Priority;
import dev.oneping.problem.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limit of submissions under way, at its edges. */
class IntakeTest {

    private static final int MOST = 20;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Intake intake = new Intake(MOST, metrics);
    private final List<CompletableFuture<String>> underWay = new ArrayList<>();

    @ParameterizedTest(name = "{0}: {1} of 20")
    @CsvSource({"LOW, 10", "NORMAL, 15", "HIGH, 18", "CRITICAL, 20"})
    void shouldRefuseEachPriorityBeyondItsShare(Priority priority, int room) {
        begin(Priority.CRITICAL, room - 1);
        begin(priority, 1);

        Problem refused = assertThrows(Problem.class, () -> take(priority));

        assertEquals(503, refused.type().status());
        assertEquals(1, shed(priority));
    }

    @Test
    void shouldTakeUrgentOnesWhileLessUrgentOnesAreRefused() {
        begin(Priority.LOW, 10);
        assertThrows(Problem.class, () -> take(Priority.LOW));

        begin(null, 5);
        assertThrows(Problem.class, () -> take(null));
        begin(Priority.HIGH, 3);
        assertThrows(Problem.class, () -> take(Priority.HIGH));
        begin(Priority.CRITICAL, 2);
        assertThrows(Problem.class, () -> take(Priority.CRITICAL));

        assertEquals(1, shed(Priority.NORMAL), "the default");
    }

    @Test
    void shouldTakeAgainWhenOneHasEndedOrFailed() {
        begin(Priority.CRITICAL, MOST);

        underWay.get(0).complete("stored");
        begin(Priority.CRITICAL, 1);
        underWay.get(1).completeExceptionally(new IllegalStateException("not stored"));
        begin(Priority.CRITICAL, 1);

        assertThrows(Problem.class, () -> take(Priority.CRITICAL));
        assertEquals(1, shed(Priority.CRITICAL));
    }

    private void begin(@Nullable Priority priority, int count) {
        for (int i = 0; i < count; i++) {
            CompletableFuture<String> result = new CompletableFuture<>();
            intake.admit(priority, () -> Uni.createFrom().completionStage(result))
                    .subscribe()
                    .with(stored -> {}, failure -> {
                        if (failure instanceof Problem) {
                            throw new AssertionError(failure);
                        }
                    });
            underWay.add(result);
        }
    }

    private String take(@Nullable Priority priority) {
        return intake.admit(priority, () -> Uni.createFrom().item("stored"))
                .await()
                .indefinitely();
    }

    private double shed(Priority priority) {
        return metrics.counter(
                        "oneping.notification.shed", "priority", priority.name().toLowerCase(Locale.ROOT))
                .count();
    }
}
