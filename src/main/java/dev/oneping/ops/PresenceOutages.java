package dev.oneping.ops;

import dev.oneping.presence.NodeOutages;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether losses of devices are being held back because a node lost many at once. It is no reason to restart a node or to
 * send callers elsewhere, so it is asked for apart from liveness and readiness.
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
