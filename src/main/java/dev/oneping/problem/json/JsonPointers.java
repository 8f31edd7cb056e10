package dev.oneping.problem.json;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;

/** Formats locations in a body as JSON Pointers (RFC 6901). */
public final class JsonPointers {

    private JsonPointers() {}

    static String of(List<JsonMappingException.Reference> path) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            pointer.append('/')
                    .append(
                            step.getFieldName() == null
                                    ? Integer.toString(step.getIndex())
                                    : escape(step.getFieldName()));
        }
        return pointer.toString();
    }

    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
