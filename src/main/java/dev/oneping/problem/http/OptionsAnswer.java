package dev.oneping.problem.http;

import dev.oneping.problem.Problem;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Corrects the framework's answer to OPTIONS, which promises HEAD where there is no GET, and methods for paths that
 * do not exist.
 */
@Singleton
class OptionsAnswer {

    private final KnownRoutes routes;
    private final ProblemAnswer answer;

    OptionsAnswer(KnownRoutes routes, ProblemAnswer answer) {
        this.routes = routes;
        this.answer = answer;
    }

    @ServerResponseFilter
    void correct(ContainerResponseContext response, RoutingContext request) {
        if (!request.request().method().equals(HttpMethod.OPTIONS) || response.getStatus() != 200) {
            return;
        }
        String path = request.normalizedPath();
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (routes.knows(path)) {
            headers.put("Allow", List.of(routes.methods(path)));
        } else {
            Response none = answer.response(request, Problem.notFound("path " + path));
            headers.remove("Allow");
            response.setStatus(none.getStatus());
            response.setEntity(none.getEntity(), null, none.getMediaType());
        }
    }
}
