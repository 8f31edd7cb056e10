package dev.oneping.channel.webpush;

import dev.oneping.problem.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Tells browsers with which key they are to subscribe. It is public, as the key is. */
@Path("/v1/webpush-key")
@PermitAll
public class WebPushKeyResource {

    private final VapidSigner vapid;

    WebPushKeyResource(VapidSigner vapid) {
        this.vapid = vapid;
    }

    /** The key. */
    @GET
    public Key read() {
        return vapid.publicKey()
                .map(Key::new)
                .orElseThrow(() -> Problem.notFound("key for Web Push: it is not set up on this server"));
    }

    /**
     * What a browser subscribes with.
     *
     * @param applicationServerKey an uncompressed point on P-256 as base64url
     */
    public record Key(String applicationServerKey) {}
}
