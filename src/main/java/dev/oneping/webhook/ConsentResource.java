package dev.oneping.webhook;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * Where a receiver that was asked by OPTIONS consents later, or a person does it for the receiver with a browser: the URL
 * came as {@code WebHook-Request-Callback}, and is the credential.
 */
@Path("/v1/consents/{token}")
@PermitAll
@RunOnVirtualThread
public class ConsentResource {

    private final ConsentService agreement;

    ConsentResource(ConsentService agreement) {
        this.agreement = agreement;
    }

    /** Consents. */
    @GET
    public Consented get(
            @PathParam("token") String token,
            @HeaderParam("WebHook-Allowed-Rate") @Nullable String allowed,
            @QueryParam("rate") @Nullable String rate) {
        agreement.byCallback(token, allowed == null ? rate : allowed);
        return new Consented(true);
    }

    /** Consents. */
    @POST
    public Consented post(
            @PathParam("token") String token,
            @HeaderParam("WebHook-Allowed-Rate") @Nullable String allowed,
            @QueryParam("rate") @Nullable String rate) {
        return get(token, allowed, rate);
    }

    /** That events are sent from now on. */
    public record Consented(boolean consented) {}
}
