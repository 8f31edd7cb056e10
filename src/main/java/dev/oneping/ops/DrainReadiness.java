package dev.oneping.ops;

import dev.oneping.connection.node.ConnectionDrain;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check that fails while this node drains, so that the load balancer stops routing to it before the first
 * device is disconnected.
 */
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
