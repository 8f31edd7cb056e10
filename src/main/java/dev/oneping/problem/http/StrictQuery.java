package dev.oneping.problem.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects query parameters that the resource method of a request does not declare. */
@Singleton
class StrictQuery {

    private final Map<Method, Set<String>> declared = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(RoutingContext request, ResourceInfo resource) {
        if (request.request().query() != null) {
            QueryParameters.requireKnown(
                    request.request(), declared.computeIfAbsent(resource.getResourceMethod(), StrictQuery::parameters));
        }
    }

    private static Set<String> parameters(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(StrictQuery::elements)
                .map(element -> element.getAnnotation(QueryParam.class))
                .filter(query -> query != null)
                .map(QueryParam::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns what can be annotated: the parameter, or the fields of a bean of parameters. */
    private static Stream<? extends AnnotatedElement> elements(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(parameter.getType().getDeclaredFields())
                : Stream.of(parameter);
    }
}
