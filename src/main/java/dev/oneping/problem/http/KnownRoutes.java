package dev.oneping.problem.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The methods and media types that each path supports. RFC 9110 requires a 405 to list the methods and a 415 the
 * media types; the framework lists neither.
 */
@Singleton
public class KnownRoutes {

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

    private final BeanManager beans;
    private volatile @Nullable List<Route> routes;

    KnownRoutes(BeanManager beans) {
        this.beans = beans;
    }

    /** Returns the paths as templates, such as {@code /v1/users/{user}/presence}. */
    public Set<String> templates() {
        return routes().stream().map(Route::template).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether the path exists with any method. */
    boolean knows(String path) {
        return at(path).findAny().isPresent();
    }

    /** The value of the header {@code Allow} for that path. */
    String methods(String path) {
        TreeSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
        at(path).forEach(route -> methods.add(route.method));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    /** The media types that a body may have for that path and method; JSON where the method declares none. */
    List<String> mediaTypes(String path, String method) {
        return at(path).filter(route -> route.method.equals(method))
                .flatMap(route -> route.mediaTypes.stream())
                .distinct()
                .toList();
    }

    private Stream<Route> at(String path) {
        return routes().stream().filter(route -> route.path.matcher(path).matches());
    }

    private List<Route> routes() {
        List<Route> known = routes;
        if (known == null) {
            known = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                    .flatMap(bean -> routes(bean.getBeanClass()))
                    .toList();
            routes = known;
        }
        return known;
    }

    private static Stream<Route> routes(Class<?> resource) {
        Path root = resource.getAnnotation(Path.class);
        return root == null
                ? Stream.empty()
                : Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> route(root.value(), method).stream());
    }

    private static Optional<Route> route(String root, Method method) {
        Path tail = method.getAnnotation(Path.class);
        String path = "/" + root + "/" + (tail == null ? "" : tail.value());
        return Arrays.stream(method.getAnnotations())
                .flatMap(it -> Stream.ofNullable(it.annotationType().getAnnotation(HttpMethod.class)))
                .map(verb -> new Route(plain(path), pattern(path), verb.value(), mediaTypes(method)))
                .findFirst();
    }

    private static List<String> mediaTypes(Method method) {
        Consumes declared = method.getAnnotation(Consumes.class);
        return declared == null ? List.of(MediaType.APPLICATION_JSON) : List.of(declared.value());
    }

    private static String plain(String path) {
        return path.replaceAll("/+", "/").replaceAll("(.)/$", "$1");
    }

    private static Pattern pattern(String template) {
        String path = plain(template);
        Matcher variables = VARIABLE.matcher(path);
        StringBuilder expression = new StringBuilder();
        int from = 0;
        while (variables.find()) {
            expression
                    .append(Pattern.quote(path.substring(from, variables.start())))
                    .append("[^/]+");
            from = variables.end();
        }
        return Pattern.compile(expression
                .append(Pattern.quote(path.substring(from)))
                .append("/?")
                .toString());
    }

    private record Route(String template, Pattern path, String method, List<String> mediaTypes) {}
}
