package dev.oneping.auth;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;

/** A device that has a token, but no way to send it as a header, asks for a ticket to connect with. */
@Path("/v1/tickets")
@RolesAllowed(Roles.DEVICE)
@Produces(MediaType.APPLICATION_JSON)
public class TicketResource {

    private final Tickets tickets;
    private final AuthConfig config;
    private final CurrentCaller caller;
    private final Clock clock;

    TicketResource(Tickets tickets, AuthConfig config, CurrentCaller caller, Clock clock) {
        this.tickets = tickets;
        this.config = config;
        this.caller = caller;
        this.clock = clock;
    }

    /** Issues a ticket for the very device that asks. */
    @POST
    public Uni<Ticket> issue() {
        Instant expiresAt = clock.instant().plus(config.ticketTtl());
        return tickets.issue(caller.device()).map(ticket -> new Ticket(ticket, expiresAt));
    }

    /** The ticket, and until when it can be used. */
    public record Ticket(Secret ticket, Instant expiresAt) {}
}
