package dev.oneping.auth;

import dev.oneping.auth.Caller.DeviceCaller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Checks what a device brings when it connects. Both answers come without blocking. */
@Singleton
public class Credentials {

    private final DeviceTokens tokens;
    private final Tickets tickets;

    Credentials(DeviceTokens tokens, Tickets tickets) {
        this.tokens = tokens;
        this.tickets = tickets;
    }

    /** By device token, as it stands after {@code Bearer} or in the subprotocol {@code bearer.<token>}. */
    public Uni<Proof<DeviceCaller>> fromBearer(String token) {
        return Uni.createFrom().item(() -> tokens.prove(new Secret(token)));
    }

    /** By ticket, which is used up by this. */
    public Uni<Proof<DeviceCaller>> fromTicket(String ticket) {
        return tickets.redeem(new Secret(ticket));
    }
}
