package dev.oneping.problem.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Rejects null for every property that is {@code required}. Jackson by itself requires only that the property is present,
 * so null would reach a constructor that does not expect it.
 */
final class RequiredProperties extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonSetter.Value findSetterInfo(Annotated member) {
        JsonProperty property = member.getAnnotation(JsonProperty.class);
        return property != null && property.required()
                ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                : JsonSetter.Value.empty();
    }
}
