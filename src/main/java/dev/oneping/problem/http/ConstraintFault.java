package dev.oneping.problem.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.problem.json.JsonPointers;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Converts violations of the constraints on a resource's parameters into a problem with the API's field names. */
final class ConstraintFault {

    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();
    private static final Set<Class<? extends Annotation>> PRESENCE =
            Set.of(NotNull.class, NotBlank.class, NotEmpty.class);

    private ConstraintFault() {}

    /**
     * The problem for the caller; empty if not a request parameter but our own response or internal code violated a
     * constraint.
     */
    static Optional<Problem> of(ConstraintViolationException fault) {
        List<Violation> errors = fault.getConstraintViolations().stream()
                .filter(ConstraintFault::isParameter)
                .map(ConstraintFault::violation)
                .sorted(Comparator.comparing(Violation::detail))
                .toList();
        return errors.isEmpty() ? Optional.empty() : Optional.of(Problem.invalid(errors));
    }

    private static boolean isParameter(ConstraintViolation<?> violation) {
        Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
        return nodes.next().getKind() == ElementKind.METHOD
                && nodes.hasNext()
                && nodes.next().getKind() == ElementKind.PARAMETER;
    }

    private static Violation violation(ConstraintViolation<?> violation) {
        Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
        Path.MethodNode method = nodes.next().as(Path.MethodNode.class);
        Path.ParameterNode parameter = nodes.next().as(Path.ParameterNode.class);
        Optional<String> name = ParameterNames.of(violation.getRootBeanClass(), method, parameter);
        String code = PRESENCE.contains(
                        violation.getConstraintDescriptor().getAnnotation().annotationType())
                ? Violation.REQUIRED
                : Violation.NOT_ALLOWED;
        if (name.isPresent()) {
            return Violation.inParameter(name.get(), code, "'" + name.get() + "' " + violation.getMessage() + ".");
        }
        String pointer = pointer(nodes);
        String subject = pointer.isEmpty() ? "The body" : "'" + pointer.substring(1) + "'";
        return Violation.at(pointer, code, subject + " " + violation.getMessage() + ".");
    }

    private static String pointer(Iterator<Path.Node> nodes) {
        StringBuilder pointer = new StringBuilder();
        while (nodes.hasNext()) {
            Path.Node node = nodes.next();
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            } else if (node.getKey() != null) {
                pointer.append('/').append(JsonPointers.escape(node.getKey().toString()));
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(NAMES.translate(node.getName()));
            }
        }
        return pointer.toString();
    }
}
