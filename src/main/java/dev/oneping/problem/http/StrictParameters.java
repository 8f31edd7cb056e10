package dev.oneping.problem.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.problem.json.DurationText;
import dev.oneping.problem.json.TypeDescriptions;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts numbers, booleans and durations in paths, queries and headers; an invalid value becomes a problem that
 * names the parameter.
 */
@Provider
class StrictParameters implements ParamConverterProvider {

    private static final Map<Class<?>, Function<String, ?>> READERS = Map.of(
            Integer.class, Integer::valueOf,
            int.class, Integer::valueOf,
            Long.class, Long::valueOf,
            long.class, Long::valueOf,
            Boolean.class, StrictParameters::flag,
            boolean.class, StrictParameters::flag,
            Duration.class, DurationText::read);

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        Function<String, ?> reader = READERS.get(type);
        if (reader == null) {
            return null;
        }
        return new Reading<>(ParameterNames.of(annotations), TypeDescriptions.of(type), (Function<String, T>) reader);
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private record Reading<T>(Optional<String> name, String expectation, Function<String, T> reader)
            implements ParamConverter<T> {

        @Override
        public T fromString(String text) {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                String known = name.orElse("a parameter");
                throw Problem.invalid(Violation.inParameter(
                        known, Violation.WRONG_TYPE, "'" + known + "' must be " + expectation + "."));
            }
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }
    }
}
