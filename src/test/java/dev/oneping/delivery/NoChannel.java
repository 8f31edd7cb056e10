package dev.oneping.delivery;

import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.port.OutboundChannel;
import dev.oneping.delivery.port.OutboundMessage;
import dev.oneping.delivery.port.ProviderResult;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;

/** An outbound channel for tests in which no user has an address. */
public final class NoChannel implements OutboundChannel {

    @Override
    public Uni<ProviderResult> send(UserRef user, Target.Outbound target, OutboundMessage message) {
        return Uni.createFrom().item(new ProviderResult.Dead("no_address"));
    }

    @Override
    public void retract(UserRef user, Target target, Retraction retraction) {}
}
