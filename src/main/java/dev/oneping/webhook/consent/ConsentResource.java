package dev.oneping.webhook.consent;

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
 * The consent callback of the CloudEvents webhook handshake. A receiver that was asked by OPTIONS, or a person with a
 * browser on its behalf, consents later at the URL that was sent as {@code WebHook-Request-Callback}; the URL itself is
 * the credential.
 */
@Path("/v1/consents/{token}")
@PermitAll
@RunOnVirtualThread
public class ConsentResource {

    private final ConsentService consent;

    ConsentResource(ConsentService consent) {
        this.consent = consent;
    }

    /** Consents. */
    @GET
    public Consented get(
            @PathParam("token") String token,
            @HeaderParam("WebHook-Allowed-Rate") @Nullable String allowed,
            @QueryParam("rate") @Nullable String rate) {
        consent.byCallback(token, allowed == null ? rate : allowed);
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

    /** Confirms that events are sent from now on. */
    public record Consented(boolean consented) {}
}
