package dev.oneping.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.Priority;
import dev.oneping.model.UserId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A sample resource with one parameter or field of each kind that can be invalid. */
@Path("/sample")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SampleResource {

    public record Sample(
            @NotNull @Valid To to,
            @Nullable @Max(9) Integer count,
            @Nullable Boolean loud,
            @Nullable Priority priority,
            @Nullable Duration expiresIn,
            @Nullable Instant sentAt,
            @Nullable List<@NotBlank String> types,
            @Nullable JsonNode data,
            @Nullable Place place) {}

    public record Place(@JsonProperty(required = true) String name) {}

    public record To(UserId user) {}

    @POST
    @NonBlocking
    @Operation(hidden = true)
    public Sample echo(@Valid Sample sample) {
        return sample;
    }

    @POST
    @Path("/blocking")
    @Operation(hidden = true)
    public Sample blocking(@Valid Sample sample) {
        return sample;
    }

    @GET
    @Path("/{user}")
    @Operation(hidden = true)
    public String read(@PathParam("user") UserId user, @QueryParam("limit") @Max(100) @Nullable Integer limit) {
        if (user.value().equals("broken")) {
            throw new IllegalStateException("the reason that nobody shall see");
        }
        return "{}";
    }
}
