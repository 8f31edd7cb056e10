package dev.oneping.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.Audit;
import dev.oneping.auth.Audited;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.SubscriptionId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.http.EntityTagList;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionRequest;
import dev.oneping.webhook.subscription.SubscriptionView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP API for webhook subscriptions. */
@Path("/v1/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.SUBSCRIPTIONS_ROLE)
@RunOnVirtualThread
public class SubscriptionResource {

    private final SubscriptionService subscriptions;
    private final CurrentCaller caller;
    private final Audit audit;
    private final Clock clock;

    SubscriptionResource(SubscriptionService subscriptions, CurrentCaller caller, Audit audit, Clock clock) {
        this.subscriptions = subscriptions;
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
    }

    /** Creates a subscription. Its secret is in this response and can never be read again. */
    @POST
    @Audited("audit.subscription.created")
    public Response create(SubscriptionRequest request) {
        Subscription made = subscriptions.create(caller.tenant(), request);
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/subscriptions/" + made.id())
                .entity(SubscriptionView.withSecret(made, clock.instant()))
                .tag(tag(made))
                .build();
    }

    /** Lists all subscriptions, the oldest first. */
    @GET
    public Listing list() {
        return new Listing(subscriptions.all(caller.tenant()).stream()
                .map(subscription -> SubscriptionView.of(subscription, clock.instant()))
                .toList());
    }

    /** Returns one subscription; 304 if the caller has this version already. */
    @GET
    @Path("/{id}")
    public Response get(@PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String known) {
        Subscription found = subscriptions.get(caller.tenant(), id(id));
        return EntityTagList.isKnown(known, '"' + tag(found).getValue() + '"')
                ? Response.notModified(tag(found)).build()
                : shown(found);
    }

    /** Applies a merge patch. */
    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Audited("audit.subscription.changed")
    public Response patch(
            @PathParam("id") String id, JsonNode patch, @HeaderParam("If-Match") @Nullable String ifMatch) {
        rememberForAudit(id);
        return shown(subscriptions.patch(caller.tenant(), id(id), patch, EntityTagList.ofIfMatch(ifMatch)));
    }

    /** Deletes a subscription. Its queued deliveries are discarded. */
    @DELETE
    @Path("/{id}")
    @Audited("audit.subscription.deleted")
    public Response delete(@PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        rememberForAudit(id);
        subscriptions.delete(caller.tenant(), id(id), EntityTagList.ofIfMatch(ifMatch));
        return Response.noContent().build();
    }

    /** Asks the receiver for its consent again. */
    @POST
    @Path("/{id}/verify")
    @Audited("audit.subscription.verified")
    public Response verify(@PathParam("id") String id) {
        return shown(subscriptions.verify(caller.tenant(), id(id)));
    }

    /** Enables a disabled subscription. */
    @POST
    @Path("/{id}/enable")
    @Audited("audit.subscription.enabled")
    public Response enable(@PathParam("id") String id) {
        return shown(subscriptions.enable(caller.tenant(), id(id)));
    }

    /** Rotates the signing key. The present key stays active for the overlap. */
    @POST
    @Path("/{id}/rotate-secret")
    @Audited("audit.subscription.secret_rotated")
    public Response rotate(@PathParam("id") String id, @Nullable Rotation rotation) {
        Rotation asked = rotation == null ? new Rotation(null, null) : rotation;
        Subscription rotated = subscriptions.rotate(caller.tenant(), id(id), asked.secret(), asked.overlap());
        return Response.ok(SubscriptionView.withSecret(rotated, clock.instant()))
                .tag(tag(rotated))
                .build();
    }

    private void rememberForAudit(String id) {
        Subscription before = subscriptions.get(caller.tenant(), id(id));
        audit.act().before(SubscriptionView.of(before, clock.instant()));
    }

    private Response shown(Subscription subscription) {
        return Response.ok(SubscriptionView.of(subscription, clock.instant()))
                .tag(tag(subscription))
                .build();
    }

    private static EntityTag tag(Subscription subscription) {
        return new EntityTag(Long.toString(subscription.status().version()));
    }

    static SubscriptionId id(String text) {
        if (!SubscriptionId.isWellFormed(text)) {
            throw Problem.notFound("subscription " + text);
        }
        return new SubscriptionId(text);
    }

    /** All of a tenant's subscriptions. */
    public record Listing(List<SubscriptionView> data) {}

    /**
     * The body of a request to rotate the signing key.
     *
     * @param secret  the new key, {@code whsec_…} or {@code whsk_…}; generated if omitted
     * @param overlap the time for which the present key stays active; a day if omitted
     */
    public record Rotation(
            @Nullable String secret, @Nullable Duration overlap) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "Rotation[REDACTED]";
        }
    }
}
