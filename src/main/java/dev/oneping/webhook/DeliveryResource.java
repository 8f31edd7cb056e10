package dev.oneping.webhook;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
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

/** How it goes with what is sent to a subscription, and what can be done about it. */
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

    /** Sends an event of the type {@code subscription.test} by the way that all events go. */
    @POST
    @Path("/test")
    public Response test(@PathParam("id") String id) {
        String event = operations.test(caller.tenant(), SubscriptionResource.id(id));
        return Response.accepted(new TestSent(event)).build();
    }

    /**
     * Its deliveries with their attempts, the newest first.
     *
     * @param state  {@code dead} for those that gave up; all if left out
     * @param cursor where to go on, from an earlier answer
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

    /** Sends one that is over once more, with the whole schedule before it. */
    @POST
    @Path("/deliveries/{delivery}/resend")
    public Response resend(@PathParam("id") String id, @PathParam("delivery") String delivery) {
        operations.resend(caller.tenant(), SubscriptionResource.id(id), delivery);
        return Response.accepted(new TestSent(delivery)).build();
    }

    /** Makes good for a span of time. */
    @POST
    @Path("/recover")
    public Response recover(@PathParam("id") String id, DeliveryRecovery.Request request) {
        return Response.accepted(recovery.recover(caller.tenant(), SubscriptionResource.id(id), request))
                .build();
    }

    /** How its endpoint fares. */
    @GET
    @Path("/stats")
    public EndpointHealth stats(@PathParam("id") String id) {
        return operations.health(caller.tenant(), SubscriptionResource.id(id));
    }

    /**
     * A delivery on its way.
     *
     * @param id its id, and the {@code webhook-id} it will come with
     */
    public record TestSent(String id) {}
}
