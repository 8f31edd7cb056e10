package dev.oneping.problem.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the JSON form of a Java type in words for callers. */
public final class TypeDescriptions {

    private static final Set<Class<?>> WHOLE = Set.of(
            int.class, long.class, short.class, byte.class, Integer.class, Long.class, Short.class, BigInteger.class);
    private static final Set<Class<?>> NUMBERS =
            Set.of(double.class, float.class, Double.class, Float.class, BigDecimal.class);

    private TypeDescriptions() {}

    public static String of(@Nullable Class<?> type) {
        if (type == null) {
            return "a different value";
        } else if (WHOLE.contains(type)) {
            return "a whole number within its range";
        } else if (NUMBERS.contains(type)) {
            return "a number";
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type.isEnum()) {
            return "one of " + names(type);
        } else if (type == Duration.class) {
            return "a duration such as 30s, 15m, 1h or 7d";
        } else if (type == Instant.class) {
            return "a time such as 2026-01-31T12:00:00Z";
        } else if (type == LocalTime.class) {
            return "a time of day such as 22:00";
        } else if (ZoneId.class.isAssignableFrom(type)) {
            return "a time zone such as Europe/Berlin";
        }
        return ofShape(type);
    }

    private static String ofShape(Class<?> type) {
        if (type == String.class || type == URI.class) {
            return "a string";
        } else if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        } else if (isWrapper(type)) {
            return of(type.getRecordComponents()[0].getType());
        }
        return "an object";
    }

    /** Returns whether the type is a one-component record that is a plain value in JSON, such as an id. */
    private static boolean isWrapper(Class<?> type) {
        return type.isRecord()
                && type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getAccessor().isAnnotationPresent(JsonValue.class);
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.isEnumConstant())
                .map(constant -> constant.isAnnotationPresent(JsonProperty.class)
                        ? constant.getAnnotation(JsonProperty.class).value()
                        : constant.getName())
                .collect(Collectors.joining(", "));
    }
}
