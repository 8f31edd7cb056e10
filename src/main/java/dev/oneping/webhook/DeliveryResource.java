package dev.oneping.webhook;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.webhook.delivery.EndpointHealth;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** HTTP API for a subscription's deliveries and the health of its endpoint. */
@Path("/v1/subscriptions/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.SUBSCRIPTIONS_ROLE)
@RunOnVirtualThread
public class DeliveryResource {

    private final DeliveryOperations operations;
    private final DeliveryRecovery recovery;
    private final CurrentCaller caller;

    DeliveryResource(DeliveryOperations operations, DeliveryRecovery recovery, CurrentCaller caller) {
        this.operations = operations;
        this.recovery = recovery;
        this.caller = caller;
    }

    /** Sends an event of type {@code subscription.test} through the same pipeline as all events. */
    @POST
    @Path("/test")
    public Response test(@PathParam("id") String id) {
        String event = operations.test(caller.tenant(), SubscriptionResource.id(id));
        return Response.accepted(new TestSent(event)).build();
    }

    /**
     * Lists the deliveries with their attempts, the newest first.
     *
     * @param state  {@code dead} for those that failed for good; all if omitted
     * @param cursor {@code next_cursor} of an earlier response
     */
    @GET
    @Path("/deliveries")
    public DeliveryPage deliveries(
            @PathParam("id") String id,
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return operations.deliveries(caller.tenant(), SubscriptionResource.id(id), state, cursor, limit);
    }

    /** Resends a delivery that has ended; the retry schedule starts over. */
    @POST
    @Path("/deliveries/{delivery}/resend")
    public Response resend(@PathParam("id") String id, @PathParam("delivery") String delivery) {
        operations.resend(caller.tenant(), SubscriptionResource.id(id), delivery);
        return Response.accepted(new TestSent(delivery)).build();
    }

    /** Recovers the deliveries of a period. */
    @POST
    @Path("/recover")
    public Response recover(@PathParam("id") String id, DeliveryRecovery.Request request) {
        return Response.accepted(recovery.recover(caller.tenant(), SubscriptionResource.id(id), request))
                .build();
    }

    /** Returns the health of the endpoint. */
    @GET
    @Path("/stats")
    public EndpointHealth stats(@PathParam("id") String id) {
        return operations.health(caller.tenant(), SubscriptionResource.id(id));
    }

    /**
     * A delivery that was queued.
     *
     * @param id its id, which is also its {@code webhook-id}
     */
    public record TestSent(String id) {}
}
