package dev.oneping.auth.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.Audit;
import dev.oneping.auth.Audited;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.auth.token.TokenIssuer;
import dev.oneping.auth.token.TokenIssuers;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HTTP API for the parties that sign device tokens of the caller's tenant. */
@Path("/v1/token-issuers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.ADMIN_ROLE)
public class TokenIssuerResource {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final int LONGEST = 200;

    private final TokenIssuers issuers;
    private final CurrentCaller caller;
    private final Audit audit;

    TokenIssuerResource(TokenIssuers issuers, CurrentCaller caller, Audit audit) {
        this.issuers = issuers;
        this.caller = caller;
        this.audit = audit;
    }

    /** Stores an issuer. One that is replaced by another ends what its tokens opened. */
    @PUT
    @Path("/{name}")
    @Audited("audit.token_issuer.set")
    public Uni<TokenIssuer> put(@PathParam("name") String name, Request request) {
        TenantId tenant = caller.tenant();
        Audit.Act act = audit.act();
        TokenIssuer.Wanted wanted = request.checked(name);
        return issuers.find(tenant, name)
                .invoke(found -> found.ifPresent(act::before))
                .chain(() -> issuers.put(tenant, wanted));
    }

    /** Returns an issuer, without secrets. */
    @GET
    @Path("/{name}")
    public Uni<TokenIssuer> read(@PathParam("name") String name) {
        return issuers.find(caller.tenant(), name).map(found -> found.orElseThrow(() -> missing(name)));
    }

    /** Lists all issuers by name, without secrets. */
    @GET
    public Uni<Listing> list() {
        return issuers.list(caller.tenant()).map(Listing::new);
    }

    /** Removes an issuer, and ends what its tokens opened. */
    @DELETE
    @Path("/{name}")
    @Audited("audit.token_issuer.removed")
    public Uni<Void> delete(@PathParam("name") String name) {
        Audit.Act act = audit.act();
        return issuers.delete(caller.tenant(), name)
                .invoke(found -> act.before(found.orElseThrow(() -> missing(name))))
                .replaceWithVoid();
    }

    private static Problem missing(String name) {
        return Problem.notFound("token issuer " + name);
    }

    /**
     * The body of a request to store an issuer.
     *
     * @param keys    a JWK set, or a public key as PEM
     * @param jwksUrl where a JWK set is fetched
     */
    public record Request(
            @Nullable String iss,
            @Nullable String aud,
            @Nullable JsonNode keys,
            @Nullable @JsonProperty("jwks_url") String jwksUrl) {

        TokenIssuer.Wanted checked(String name) {
            if (!NAME.matcher(name).matches()) {
                throw Problem.invalid(Violation.at(
                        "/name",
                        Violation.NOT_ALLOWED,
                        "The name of an issuer has 1 to 63 small letters, digits, hyphens and underscores."));
            }
            boolean isGiven = keys != null && !keys.isNull();
            if (isGiven == (jwksUrl != null)) {
                throw Problem.invalid(
                        Violation.at("/keys", Violation.REQUIRED, "Either keys or jwks_url is required."));
            }
            String issuer = text("/iss", iss);
            if (issuer.equals("oneping")) {
                throw Problem.invalid(Violation.at(
                        "/iss", Violation.NOT_ALLOWED, "iss must not be 'oneping', which issues tokens itself."));
            }
            return new TokenIssuer.Wanted(
                    name,
                    issuer,
                    text("/aud", aud),
                    keys == null || !isGiven ? null : keys.isTextual() ? keys.textValue() : keys.toString(),
                    jwksUrl);
        }

        private static String text(String pointer, @Nullable String value) {
            if (value == null || value.isBlank() || value.length() > LONGEST) {
                throw Problem.invalid(Violation.at(
                        pointer,
                        Violation.REQUIRED,
                        "iss and aud are required, with 1 to " + LONGEST + " characters."));
            }
            return value;
        }

        /** Omits the keys. */
        @Override
        public String toString() {
            return "Request[" + iss + "]";
        }
    }

    /** All issuers of a tenant. */
    public record Listing(List<TokenIssuer> data) {}
}
