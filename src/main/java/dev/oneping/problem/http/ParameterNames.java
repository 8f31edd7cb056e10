package dev.oneping.problem.http;

import jakarta.validation.Path;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Optional;

/** Finds a resource method's parameter name as callers know it, in the path, the query or the header. */
final class ParameterNames {

    private ParameterNames() {}

    /** The name from the annotations of one parameter; empty for the body. */
    static Optional<String> of(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .map(annotation -> switch (annotation) {
                    case PathParam path -> path.value();
                    case QueryParam query -> query.value();
                    case HeaderParam header -> header.value();
                    default -> "";
                })
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /**
     * The name from a violation's path. Superclasses are searched too, for the container's generated subclasses carry
     * no annotations.
     */
    static Optional<String> of(Class<?> resource, Path.MethodNode method, Path.ParameterNode parameter) {
        for (Class<?> type = resource; type != null && type != Object.class; type = type.getSuperclass()) {
            Optional<String> name = declared(type, method, parameter);
            if (name.isPresent()) {
                return name;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> declared(Class<?> type, Path.MethodNode method, Path.ParameterNode parameter) {
        Class<?>[] types = method.getParameterTypes().toArray(new Class<?>[0]);
        return Arrays.stream(type.getDeclaredMethods())
                .filter(it -> it.getName().equals(method.getName()) && Arrays.equals(it.getParameterTypes(), types))
                .flatMap(it -> of(it.getParameterAnnotations()[parameter.getParameterIndex()]).stream())
                .findFirst();
    }
}
