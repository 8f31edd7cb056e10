package dev.oneping.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * URLs through which others signal what happened to a user: one for each counterpart, so that the URL identifies the
 * sender.
 */
@Path("/v1/users/{user}/signal-urls")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.NOTIFY_ROLE)
public class SignalUrlResource {

    private final SignalUrlService urls;
    private final CurrentCaller caller;

    SignalUrlResource(SignalUrlService urls, CurrentCaller caller) {
        this.urls = urls;
        this.caller = caller;
    }

    /** Creates one. The URL is in this response and can never be read again. */
    @POST
    public Uni<Response> create(@PathParam("user") UserId user, @NotNull SignalUrlService.Request request) {
        return urls.create(of(user), request).map(made -> {
            String self = "/v1/users/" + user + "/signal-urls/" + made.url().id();
            return Response.status(Response.Status.CREATED)
                    .header(HttpHeaders.LOCATION, self)
                    .entity(View.of(made))
                    .build();
        });
    }

    /** Lists all of a user, oldest first, without their tokens. */
    @GET
    public Uni<Listing> list(@PathParam("user") UserId user) {
        return urls.all(of(user))
                .map(all ->
                        new Listing(all.stream().map(url -> View.of(url, null)).toList()));
    }

    /** Revokes one at once. */
    @DELETE
    @Path("/{id}")
    public Uni<Response> delete(@PathParam("user") UserId user, @PathParam("id") String id) {
        return urls.delete(of(user), id).map(done -> Response.noContent().build());
    }

    /** Gives one a new URL; the present one remains valid for a while. */
    @POST
    @Path("/{id}/rotate")
    public Uni<View> rotate(
            @PathParam("user") UserId user, @PathParam("id") String id, @Nullable SignalRotation rotation) {
        return urls.rotate(of(user), id, rotation == null ? null : rotation.overlap())
                .map(View::of);
    }

    private UserRef of(UserId user) {
        return new UserRef(caller.tenant(), user);
    }

    /**
     * The options of replacing a URL.
     *
     * @param overlap how long the present one remains valid
     */
    public record SignalRotation(@Nullable Duration overlap) {}

    /** All signal URLs of a user. */
    public record Listing(List<View> data) {}

    /**
     * A signal URL in the API.
     *
     * @param url the URL to call; only in the response that creates or replaces it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            String id,
            @Nullable String name,
            List<String> allow,
            List<MappingView> mappings,
            Instant createdAt,
            @Nullable String url) {

        static View of(SignalUrlService.Opened opened) {
            return of(opened.url(), "/v1/esl/" + opened.token());
        }

        static View of(SignalUrl url, @Nullable String path) {
            return new View(
                    url.id(),
                    url.name(),
                    url.allow().stream().map(SignalPattern::text).toList(),
                    url.mappings().stream().map(MappingView::of).toList(),
                    url.created(),
                    path);
        }
    }

    /** A mapping in the API. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MappingView(
            String on,
            String title,
            @Nullable String body,
            @Nullable String category,
            dev.oneping.model.@Nullable Priority priority) {

        static MappingView of(Mapping mapping) {
            return new MappingView(
                    mapping.on().text(), mapping.title(), mapping.body(), mapping.category(), mapping.priority());
        }
    }
}
