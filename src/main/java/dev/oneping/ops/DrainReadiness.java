package dev.oneping.ops;

import dev.oneping.connection.ConnectionDrain;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether this node takes devices. Before the first of them is told to go, nobody is led here any more. */
@Readiness
@Singleton
class DrainReadiness implements HealthCheck {

    private final ConnectionDrain drain;

    DrainReadiness(ConnectionDrain drain) {
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("devices").status(!drain.isDraining()).build();
    }
}
