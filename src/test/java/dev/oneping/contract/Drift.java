package dev.oneping.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The differences between the written contract and the one generated from the code, one line each: paths and methods,
 * names of parameters, names of fields, and success statuses.
 */
final class Drift {

    private final Contract written;
    private final Contract read;
    private final Set<String> differences = new TreeSet<>();

    Drift(Contract written, Contract read) {
        this.written = written;
        this.read = read;
    }

    /**
     * All differences.
     *
     * @param onlyWritten operations that the framework does not see
     * @param untyped     operations that answer with a bare response, whose body and status the framework cannot see
     * @param neverSent   fields that the framework takes for such and Jackson leaves out
     */
    Set<String> find(Set<String> onlyWritten, Set<String> untyped, Set<String> neverSent) {
        var ours = byName(written);
        var theirs = byName(read);
        compare("operations", without(ours.keySet(), onlyWritten), theirs.keySet());
        ours.forEach((name, operation) ->
                Optional.ofNullable(theirs.get(name)).ifPresent(other -> compare(operation, other, untyped)));
        differences.removeIf(line -> neverSent.stream().anyMatch(line::endsWith));
        return differences;
    }

    private void compare(Contract.Operation ours, Contract.Operation theirs, Set<String> untyped) {
        compare(ours.name() + " parameters", parameters(written, ours), parameters(read, theirs));
        body(
                ours.name() + " request",
                schema(written, ours.node().path("requestBody")),
                schema(read, theirs.node().path("requestBody")));
        if (untyped.contains(ours.name())) {
            compare(ours.name() + " is said to be untyped", Set.of(), typedSuccesses(theirs));
            return;
        }
        compare(ours.name() + " statuses", successes(ours), successes(theirs));
        for (String status : successes(ours)) {
            body(
                    ours.name() + " " + status,
                    schema(written, ours.node().path("responses").path(status)),
                    schema(read, theirs.node().path("responses").path(status)));
        }
    }

    /** A body that only one side has is a difference; so is a field. Where a side says nothing of fields, so do we. */
    private void body(String where, Optional<JsonNode> ours, Optional<JsonNode> theirs) {
        if (ours.isPresent() != theirs.isPresent()) {
            differences.add(where + ": a body is " + (ours.isPresent() ? "only written" : "only in the code"));
        } else if (ours.isPresent() && theirs.isPresent()) {
            fields(where, ours.get(), theirs.get(), Set.of());
        }
    }

    private void fields(String where, JsonNode ours, JsonNode theirs, Set<JsonNode> above) {
        JsonNode left = plain(written, ours);
        JsonNode right = plain(read, theirs);
        if (left.has("items") && right.has("items")) {
            fields(where + "[]", left.path("items"), right.path("items"), above);
        } else if (left.has("properties") && right.has("properties") && !above.contains(left)) {
            Set<JsonNode> path = new HashSet<>(above);
            path.add(left);
            compare(where + " fields", names(left), names(right));
            names(left).stream()
                    .filter(right.path("properties")::has)
                    .forEach(name -> fields(
                            where + "/" + name,
                            left.path("properties").path(name),
                            right.path("properties").path(name),
                            path));
        }
    }

    private void compare(String where, Set<String> ours, Set<String> theirs) {
        without(ours, theirs).forEach(it -> differences.add(where + ": only written: " + it));
        without(theirs, ours).forEach(it -> differences.add(where + ": only in the code: " + it));
    }

    private static TreeMap<String, Contract.Operation> byName(Contract contract) {
        return contract.operations().stream()
                .collect(Collectors.toMap(
                        Contract.Operation::name, Function.identity(), (first, second) -> first, TreeMap::new));
    }

    private static Set<String> parameters(Contract contract, Contract.Operation operation) {
        return operation
                .parameters()
                .map(contract::resolve)
                .map(parameter -> parameter.path("in").asText() + " "
                        + parameter.path("name").asText())
                .collect(Collectors.toSet());
    }

    private static Optional<JsonNode> schema(Contract contract, JsonNode body) {
        return contract.resolve(body)
                .path("content")
                .valueStream()
                .map(media -> media.path("schema"))
                .filter(schema -> !schema.isMissingNode())
                .findFirst();
    }

    private static Set<String> successes(Contract.Operation operation) {
        return operation.node().path("responses").properties().stream()
                .map(response -> response.getKey())
                .filter(status -> status.startsWith("2"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> typedSuccesses(Contract.Operation operation) {
        return successes(operation).stream()
                .filter(status -> schema(
                                read, operation.node().path("responses").path(status))
                        .filter(schema -> plain(read, schema).has("properties"))
                        .isPresent())
                .collect(Collectors.toSet());
    }

    /** Through references, and through "this or null". */
    private static JsonNode plain(Contract contract, JsonNode schema) {
        JsonNode resolved = contract.resolve(schema);
        for (String wrapping : List.of("anyOf", "allOf", "oneOf")) {
            for (JsonNode choice : resolved.path(wrapping)) {
                if (!choice.path("type").asText().equals("null")) {
                    return plain(contract, choice);
                }
            }
        }
        return resolved;
    }

    private static Set<String> names(JsonNode schema) {
        return schema.path("properties").properties().stream()
                .map(property -> property.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
