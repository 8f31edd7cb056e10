package dev.oneping.delivery;

import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;

/** For tests in which nobody has an address. */
public final class NoChannel implements OutboundChannel {

    @Override
    public Uni<Receipt> send(UserRef user, Target.Outbound target, Parcel parcel) {
        return Uni.createFrom().item(new Receipt.Dead("no_address"));
    }

    @Override
    public void retract(UserRef user, Target target, Retraction retraction) {}
}
