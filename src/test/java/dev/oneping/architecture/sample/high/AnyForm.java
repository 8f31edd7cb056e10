package dev.oneping.architecture.sample.high;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Answers by a response, and does not say in which form. An interface, so that nobody serves it. */
@Path("/sample/any-form")
public interface AnyForm {

    @GET
    Uni<Response> answer();
}
