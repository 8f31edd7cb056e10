package dev.oneping.ops;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Liveness check that the event loops respond. A node whose loops are stuck can be repaired only by a restart. */
@Liveness
@Singleton
class EventLoopLiveness implements AsyncHealthCheck {

    private static final Duration STUCK = Duration.ofSeconds(10);

    private final Vertx vertx;

    EventLoopLiveness(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        long asked = System.nanoTime();
        return Uni.createFrom()
                .<Long>emitter(emitter -> vertx.runOnContext(ignored -> emitter.complete(System.nanoTime() - asked)))
                .ifNoItem()
                .after(STUCK)
                .recoverWithItem(STUCK.toNanos())
                .map(lag -> HealthCheckResponse.named("event-loop")
                        .status(lag < STUCK.toNanos())
                        .withData("lag_ms", Duration.ofNanos(lag).toMillis())
                        .build());
    }
}
