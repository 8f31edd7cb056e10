package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Derives the JSON Schema of an event's data from the names and types of its record's components. Nullable components
 * are optional, since nulls are omitted.
 */
final class DataSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private DataSchema() {}

    static ObjectNode of(Class<?> record) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : record.getRecordComponents()) {
            String name = NAMES.translate(component.getName());
            properties.set(name, of(component.getAnnotatedType()));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(name);
            }
        }
        return schema;
    }

    private static ObjectNode of(AnnotatedType annotated) {
        Type type = annotated.getType();
        Class<?> raw = type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
        if (Collection.class.isAssignableFrom(raw) && annotated instanceof AnnotatedParameterizedType many) {
            ObjectNode array = JSON.objectNode().put("type", "array");
            array.set("items", of(many.getAnnotatedActualTypeArguments()[0]));
            return array;
        }
        return ofClass(raw);
    }

    private static ObjectNode ofClass(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return JSON.objectNode().put("type", "boolean");
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return JSON.objectNode().put("type", "integer");
        }
        if (type == double.class || type == Double.class) {
            return JSON.objectNode().put("type", "number");
        }
        if (type == Instant.class) {
            return JSON.objectNode().put("type", "string").put("format", "date-time");
        }
        if (type.isEnum()) {
            ObjectNode choice = JSON.objectNode().put("type", "string");
            ArrayNode words = choice.putArray("enum");
            Arrays.stream(type.getFields()).filter(Field::isEnumConstant).forEach(word -> words.add(word(word)));
            return choice;
        }
        if (type == String.class || isId(type)) {
            return JSON.objectNode().put("type", "string");
        }
        if (type.isRecord()) {
            return of(type);
        }
        throw new IllegalStateException("no JSON Schema is defined for type " + type.getName());
    }

    private static String word(Field constant) {
        JsonProperty property = constant.getAnnotation(JsonProperty.class);
        return property == null ? constant.getName().toLowerCase(Locale.ROOT) : property.value();
    }

    /** Returns whether the type is an id, that is a record of one string that is written as that string. */
    private static boolean isId(Class<?> type) {
        return type.isRecord()
                && type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getType() == String.class
                && Arrays.stream(type.getDeclaredFields())
                        .anyMatch(field -> field.isAnnotationPresent(JsonValue.class));
    }
}
