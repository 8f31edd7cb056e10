package dev.oneping.ops;

import dev.oneping.presence.NodeOutages;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Wellness check that fails while device losses are held back because a node lost many at once. This is no reason to
 * restart a node or to route elsewhere, so it is part of neither liveness nor readiness.
 */
@Wellness
@Singleton
class PresenceOutages implements HealthCheck {

    private final NodeOutages outages;

    PresenceOutages(NodeOutages outages) {
        this.outages = outages;
    }

    @Override
    public HealthCheckResponse call() {
        var troubled = outages.current();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("presence of devices").status(troubled.isEmpty());
        troubled.forEach((node, until) -> answer.withData(node.value(), until.toString()));
        return answer.build();
    }
}
