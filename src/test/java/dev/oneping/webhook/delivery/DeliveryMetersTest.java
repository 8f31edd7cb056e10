package dev.oneping.webhook.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.model.SubscriptionId;
import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.webhook.subscription.Configs;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeliveryMetersTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(7);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeliveryMeters meters = new DeliveryMeters(registry, Configs.webhook("metered-subscriptions", "3"));

    @Test
    void shouldCountAnEndpointsSuccessesAndFailuresApart() {
        SubscriptionId one = SubscriptionId.create(NOW, 1);
        meters.count(one, new CallOutcome.Delivered(204), TOOK);
        meters.count(one, new CallOutcome.Delivered(200), TOOK);
        meters.count(one, new CallOutcome.Rejected(503, Optional.empty()), TOOK);

        assertEquals(2, endpoint(one.value(), "delivered"));
        assertEquals(1, endpoint(one.value(), "failed"));
    }

    /** However many subscriptions there are, and whatever receivers answer. */
    @Test
    void shouldHaveNoMoreSeriesThanItIsAllowed() {
        List<SubscriptionId> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(SubscriptionId.create(NOW.plusMillis(i), i % 64));
        }
        for (SubscriptionId one : all) {
            for (int status = 300; status < 600; status++) {
                meters.count(one, new CallOutcome.Rejected(status, Optional.empty()), TOOK);
            }
        }

        Set<String> expected = all.stream().limit(3).map(SubscriptionId::value).collect(Collectors.toSet());
        expected.add(DeliveryMeters.OTHER);
        assertEquals(expected, tags("oneping.webhook.endpoint.attempts", "subscription"));
        assertEquals(Set.of("3xx", "4xx", "5xx"), tags("oneping.webhook.attempts", "outcome"));
        assertEquals(47 * 300, endpoint(DeliveryMeters.OTHER, "failed"));
    }

    private long endpoint(String subscription, String result) {
        return registry.get("oneping.webhook.endpoint.attempts")
                .tags("subscription", subscription, "result", result)
                .timer()
                .count();
    }

    private Set<String> tags(String name, String tag) {
        return registry.find(name).meters().stream()
                .map(Meter::getId)
                .map(id -> Objects.requireNonNull(id.getTag(tag)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
