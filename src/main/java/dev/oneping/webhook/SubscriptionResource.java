package dev.oneping.webhook;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.SubscriptionId;
import dev.oneping.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Webhooks: where a tenant's events are sent, and how that goes. */
@Path("/v1/subscriptions")
@RolesAllowed(Scope.SUBSCRIPTIONS_ROLE)
@RunOnVirtualThread
public class SubscriptionResource {

    private final Subscriptions subscriptions;
    private final CurrentCaller caller;

    SubscriptionResource(Subscriptions subscriptions, CurrentCaller caller) {
        this.subscriptions = subscriptions;
        this.caller = caller;
    }

    /** Makes one. Its secret is in this answer and can never be read again. */
    @POST
    public Response create(SubscriptionRequest request) {
        Subscription made = subscriptions.create(caller.tenant(), request);
        return Response.created(URI.create("/v1/subscriptions/" + made.id()))
                .entity(SubscriptionView.withSecret(made))
                .build();
    }

    /** All of them, the oldest first. */
    @GET
    public Listing list() {
        return new Listing(subscriptions.all(caller.tenant()).stream()
                .map(SubscriptionView::of)
                .toList());
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    public SubscriptionView get(@PathParam("id") String id) {
        return SubscriptionView.of(subscriptions.get(caller.tenant(), id(id)));
    }

    /** Ends one. What still waits for it is thrown away. */
    @DELETE
    @Path("/{id}")
    public Response delete(@PathParam("id") String id) {
        subscriptions.delete(caller.tenant(), id(id));
        return Response.noContent().build();
    }

    /** Sends an event of the type {@code subscription.test} by the way that all events go. */
    @POST
    @Path("/{id}/test")
    public Response test(@PathParam("id") String id) {
        String event = subscriptions.test(caller.tenant(), id(id));
        return Response.accepted(new TestSent(event)).build();
    }

    /**
     * Its deliveries with their attempts, the newest first.
     *
     * @param cursor where to go on, from an earlier answer
     */
    @GET
    @Path("/{id}/deliveries")
    public DeliveryPage deliveries(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return subscriptions.deliveries(caller.tenant(), id(id), cursor, limit);
    }

    private static SubscriptionId id(String text) {
        if (!SubscriptionId.isWellFormed(text)) {
            throw Problem.notFound("subscription " + text);
        }
        return new SubscriptionId(text);
    }

    /** All of a tenant's subscriptions. */
    public record Listing(List<SubscriptionView> data) {}

    /**
     * A test event on its way.
     *
     * @param id its id, and the {@code webhook-id} it will come with
     */
    public record TestSent(String id) {}
}
