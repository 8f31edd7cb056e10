package dev.oneping.auth.http;

import dev.oneping.auth.Audited;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** HTTP API by which an app revokes the tokens of a user's devices. */
@Path("/v1/users/{user}/tokens/revoke")
@Produces(MediaType.APPLICATION_JSON)
public class TokenRevocationResource {

    private static final int TOKEN_ID = 200;

    private final DeviceTokens tokens;
    private final CurrentCaller caller;

    TokenRevocationResource(DeviceTokens tokens, CurrentCaller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    /** Revokes tokens of a user: all, those of one device, or a single one. What they opened ends at once on all nodes. */
    @POST
    @RolesAllowed(Scope.TOKENS_ROLE)
    @Audited("audit.tokens.revoked")
    public Uni<Response> revoke(@PathParam("user") UserId user, @Nullable RevokeRequest request) {
        RevokeRequest asked = request == null ? new RevokeRequest(null, null) : request;
        return tokens.revoke(new UserRef(caller.tenant(), user), asked.device(), asked.checkedId())
                .replaceWith(() -> Response.noContent().build());
    }

    /**
     * The body of a request to revoke tokens; empty for all of the user's.
     *
     * @param device  the device whose tokens are meant
     * @param tokenId the id of the only token that is meant
     */
    public record RevokeRequest(
            @Nullable DeviceId device, @Nullable String tokenId) {

        @Nullable
        String checkedId() {
            if (tokenId != null && (tokenId.isBlank() || tokenId.length() > TOKEN_ID)) {
                throw Problem.invalid(Violation.at(
                        "/token_id", Violation.NOT_ALLOWED, "token_id must have 1 to " + TOKEN_ID + " characters."));
            }
            if (tokenId != null && device != null) {
                throw Problem.invalid(Violation.at(
                        "/token_id",
                        Violation.NOT_ALLOWED,
                        "Name a device or a token, not both; or neither, for all."));
            }
            return tokenId;
        }
    }
}
