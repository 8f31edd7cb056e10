package dev.oneping.delivery.port;

import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;

/**
 * The port by which notifications reach users without a connection: push services, e-mail, an app's own gateway.
 * Implemented by the channel feature. It never blocks the caller: the work runs on other threads.
 */
public interface OutboundChannel {

    /**
     * Hands a notification to the provider of the target's channel. A repeated send with the same {@link
     * OutboundMessage#id} is the same message to the provider, if the provider supports that.
     *
     * @return the provider's result; the Uni never fails
     */
    Uni<ProviderResult> send(UserRef user, Target.Outbound target, OutboundMessage message);

    /**
     * Retracts a notification from the target that shows it, as far as that is possible without a connection. Delivery
     * is best effort: a device that is woken too often is skipped, and learns of the retraction when it connects.
     */
    void retract(UserRef user, Target target, Retraction retraction);
}
