package dev.oneping.channel.webpush;

import dev.oneping.problem.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Publishes the key with which browsers subscribe. It needs no authentication, because the key is public. */
@Path("/v1/webpush-key")
@PermitAll
public class WebPushKeyResource {

    private final VapidSigner vapid;

    WebPushKeyResource(VapidSigner vapid) {
        this.vapid = vapid;
    }

    /** Returns the key. */
    @GET
    public Key read() {
        return vapid.publicKey()
                .map(Key::new)
                .orElseThrow(() -> Problem.notFound("key for Web Push: it is not configured on this server"));
    }

    /**
     * The key with which a browser subscribes.
     *
     * @param applicationServerKey an uncompressed point on P-256 as base64url
     */
    public record Key(String applicationServerKey) {}
}
