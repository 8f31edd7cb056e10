package dev.oneping.events.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a list of filters, each {@code {"dialect": …}}; all of them must pass. Depth and number are bounded. */
public final class FilterReader {

    /** The maximum nesting depth of filters. */
    public static final int MAX_DEPTH = 8;

    /** The maximum number of filters and comparisons in total. */
    public static final int MAX_NODES = 64;

    private static final int MAX_VALUE = 256;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");
    private static final String DIALECTS = "exact, prefix, suffix, all, any, not";

    private int nodes;

    private FilterReader() {}

    /**
     * Reads the value of {@code filters}.
     *
     * @throws InvalidFilterException if it is invalid; the exception names the location and the remedy
     */
    public static EventFilter read(JsonNode filters) throws InvalidFilterException {
        if (!filters.isArray()) {
            throw new InvalidFilterException(
                    "", "filters must be a list such as [{\"prefix\":{\"type\":\"notification.\"}}].");
        }
        return new EventFilter.All(new FilterReader().list(filters, "", 1));
    }

    private List<EventFilter> list(JsonNode filters, String pointer, int depth) throws InvalidFilterException {
        List<EventFilter> read = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            read.add(filter(filters.get(i), pointer + "/" + i, depth));
        }
        return read;
    }

    private EventFilter filter(JsonNode node, String pointer, int depth) throws InvalidFilterException {
        if (!node.isObject() || node.size() != 1) {
            throw new InvalidFilterException(
                    pointer, "A filter is an object with one member, one of " + DIALECTS + ".");
        }
        if (depth > MAX_DEPTH) {
            throw new InvalidFilterException(pointer, "Filters may be nested at most " + MAX_DEPTH + " deep.");
        }
        count(pointer);
        String dialect = node.fieldNames().next();
        JsonNode value = node.get(dialect);
        String inside = pointer + "/" + dialect;
        return switch (dialect) {
            case "exact" -> new EventFilter.Exact(values(value, inside));
            case "prefix" -> new EventFilter.Prefix(values(value, inside));
            case "suffix" -> new EventFilter.Suffix(values(value, inside));
            case "all" -> new EventFilter.All(several(value, inside, depth));
            case "any" -> new EventFilter.Any(several(value, inside, depth));
            case "not" -> new EventFilter.Not(filter(value, inside, depth + 1));
            case "sql" ->
                throw new InvalidFilterException(inside, "The dialect 'sql' is not supported; use " + DIALECTS + ".");
            default ->
                throw new InvalidFilterException(
                        inside, "There is no dialect '" + dialect + "'; use " + DIALECTS + ".");
        };
    }

    private List<EventFilter> several(JsonNode value, String pointer, int depth) throws InvalidFilterException {
        if (!value.isArray() || value.isEmpty()) {
            throw new InvalidFilterException(pointer, "This must be a list of at least one filter.");
        }
        return list(value, pointer, depth + 1);
    }

    private Map<String, String> values(JsonNode value, String pointer) throws InvalidFilterException {
        if (!value.isObject() || value.isEmpty()) {
            throw new InvalidFilterException(
                    pointer, "This must be an object of attributes and strings, such as {\"type\":\"a.b\"}.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String where = pointer + "/" + member.getKey();
            count(where);
            if (!NAME.matcher(member.getKey()).matches()) {
                throw new InvalidFilterException(
                        where, "An attribute's name must be 1 to 20 characters of a-z and 0-9.");
            }
            String text = member.getValue().isTextual() ? member.getValue().textValue() : "";
            if (text.isEmpty() || text.length() > MAX_VALUE) {
                throw new InvalidFilterException(where, "This must be a string of 1 to " + MAX_VALUE + " characters.");
            }
            values.put(member.getKey(), text);
        }
        return values;
    }

    private void count(String pointer) throws InvalidFilterException {
        nodes++;
        if (nodes > MAX_NODES) {
            throw new InvalidFilterException(
                    pointer, "There may be at most " + MAX_NODES + " filters and comparisons.");
        }
    }
}
