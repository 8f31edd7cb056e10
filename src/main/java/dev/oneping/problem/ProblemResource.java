package dev.oneping.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;

/** The pages that the types of problems lead to. */
@Path("/problems")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class ProblemResource {

    /** The whole catalogue. */
    @GET
    public List<Page> all() {
        return Arrays.stream(ProblemType.values()).map(Page::of).toList();
    }

    /** One kind of problem. */
    @GET
    @Path("/{code}")
    public Page one(@PathParam("code") String code) {
        return ProblemType.named(code).map(Page::of).orElseThrow(() -> Problem.notFound("problem " + code));
    }

    /**
     * What there is to know of one kind.
     *
     * @param remedy what a caller can do about it
     */
    public record Page(String type, String code, int status, String title, String remedy) {
        static Page of(ProblemType type) {
            return new Page(type.uri(), type.code(), type.status(), type.title(), type.remedy());
        }
    }
}
