package dev.oneping.problem.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/** Writes a problem as {@code application/problem+json}, regardless of the request's {@code Accept} header. */
@Singleton
public class ProblemAnswer {

    static final String MEDIA_TYPE = "application/problem+json";

    private final ObjectMapper json;

    ProblemAnswer(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Responds with a problem to a request that is handled outside the resources, for example a rejected WebSocket
     * upgrade.
     */
    public void end(RoutingContext request, Problem problem) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            response.reset();
            return;
        }
        byte[] body = write(problem, RequestId.of(request));
        problem.headers().forEach(response::putHeader);
        response.setStatusCode(problem.type().status())
                .putHeader("Content-Type", MEDIA_TYPE)
                .end(Buffer.buffer(body));
    }

    /** The response for a resource to return. */
    public Response response(RoutingContext request, Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.type().status()).type(MEDIA_TYPE).entity(write(problem, RequestId.of(request)));
        problem.headers().forEach(response::header);
        return response.build();
    }

    private byte[] write(Problem problem, String requestId) {
        try {
            return json.writeValueAsBytes(ProblemBody.of(problem, requestId));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem must be writable as JSON", e);
        }
    }
}
