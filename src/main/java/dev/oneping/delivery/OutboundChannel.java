package dev.oneping.delivery;

import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;

/**
 * The port by which notifications reach people who hold no connection: push services, e-mail, an app's own gateway.
 * Implemented by the channel feature. The caller's thread is never held: the work is done elsewhere.
 */
public interface OutboundChannel {

    /**
     * Hands a notification to the provider of the target's channel. Handed over again with the same {@link OutboundMessage#id},
     * it is the same to the provider, as far as the provider can tell.
     *
     * @return what the provider said; it never fails
     */
    Uni<ProviderResult> send(UserRef user, Target.Outbound target, OutboundMessage parcel);

    /**
     * Takes a notification away from where it was shown, as far as that can be done without a connection. Nothing is
     * promised: a device that is told too often is left alone, and learns it when it connects.
     */
    void retract(UserRef user, Target target, Retraction retraction);
}
