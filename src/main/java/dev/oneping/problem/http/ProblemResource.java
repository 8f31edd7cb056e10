package dev.oneping.problem.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;

/** Serves the pages that problem type URIs resolve to. */
@Path("/problems")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class ProblemResource {

    /** Lists all problem types. */
    @GET
    public List<Page> all() {
        return Arrays.stream(ProblemType.values()).map(Page::of).toList();
    }

    /** Returns one problem type. */
    @GET
    @Path("/{code}")
    public Page one(@PathParam("code") String code) {
        return ProblemType.named(code).map(Page::of).orElseThrow(() -> Problem.notFound("problem " + code));
    }

    /**
     * The description of one problem type.
     *
     * @param remedy what a caller can do about it
     */
    public record Page(String type, String code, int status, String title, String remedy) {
        static Page of(ProblemType type) {
            return new Page(type.uri(), type.code(), type.status(), type.title(), type.remedy());
        }
    }
}
