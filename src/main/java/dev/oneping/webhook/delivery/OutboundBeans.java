package dev.oneping.webhook.delivery;

import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.SystemResolver;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.webhook.subscription.WebhookConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Producers of the beans for outbound calls, set up from the configuration. */
final class OutboundBeans {

    private OutboundBeans() {}

    @Produces
    @Singleton
    static AddressGuard guard(WebhookConfig config) {
        return new AddressGuard(new SystemResolver(), config.dangerousAllowPrivateNetworks());
    }

    @Produces
    @Singleton
    static HttpSender sender(Vertx vertx, Clock clock, WebhookConfig config) {
        return new HttpSender(vertx, clock, config.responseBytes());
    }

    @Produces
    @Singleton
    static LaneDependencies.Later later(Vertx vertx) {
        return (pause, work) -> vertx.setTimer(Math.max(1, pause.toMillis()), ignored -> work.run());
    }
}
