package dev.oneping.problem.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the API that are handled by Vert.x beside the REST layer: sockets, sessions and streams. Answers OPTIONS for
 * them, and other methods that they do not have, as {@link KnownRoutes} lets the REST layer do for its own.
 */
@Singleton
class PlainRoutes {

    private static final String API = "/v1/";
    private static final Pattern VARIABLE = Pattern.compile(":[A-Za-z]+");

    private final KnownRoutes resources;
    private final ProblemAnswer answer;
    private @Nullable Router router;
    private volatile @Nullable List<Plain> routes;

    PlainRoutes(KnownRoutes resources, ProblemAnswer answer) {
        this.resources = resources;
        this.answer = answer;
    }

    void route(@Observes Router main) {
        router = main;
    }

    /** Answers a request whose method its path does not have; returns false if there is a handler for it. */
    boolean answers(RoutingContext request) {
        String path = request.normalizedPath();
        if (!path.startsWith(API)) {
            return false;
        }
        TreeSet<String> methods = new TreeSet<>();
        routes().filter(route -> route.path.matcher(path).matches()).forEach(route -> methods.addAll(route.methods));
        String method = request.request().method().name();
        if (methods.isEmpty() || methods.contains(method) || resources.knows(path)) {
            return false;
        }
        methods.add(HttpMethod.OPTIONS.name());
        String allow = String.join(", ", methods);
        if (method.equals(HttpMethod.OPTIONS.name())) {
            request.response().putHeader("Allow", allow).setStatusCode(200).end();
        } else {
            answer.end(
                    request,
                    Problem.of(ProblemType.METHOD_NOT_ALLOWED, method + " is not supported by " + path + ".")
                            .with("Allow", allow));
        }
        request.request().resume();
        return true;
    }

    private Stream<Plain> routes() {
        List<Plain> known = routes;
        if (known == null) {
            Router all = router;
            known = all == null
                    ? List.of()
                    : all.getRoutes().stream().flatMap(PlainRoutes::plain).toList();
            routes = known;
        }
        return known.stream();
    }

    private static Stream<Plain> plain(Route route) {
        String path = route.getPath();
        return path == null || !path.startsWith(API) || route.methods() == null || !route.isExactPath()
                ? Stream.empty()
                : Stream.of(new Plain(
                        Pattern.compile(VARIABLE.matcher(path).replaceAll("[^/]+") + "/?"),
                        route.methods().stream().map(HttpMethod::name).toList()));
    }

    private record Plain(Pattern path, List<String> methods) {}
}
