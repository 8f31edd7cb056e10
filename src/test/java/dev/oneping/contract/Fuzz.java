package dev.oneping.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A seeded source of broken requests: the contract's own examples with null, wrong types, huge, deep and odd values in
 * bodies, paths, queries and headers. Requests that the service would hold open are not among them.
 */
final class Fuzz {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            ".",
            "..",
            "%00",
            "\u0000",
            "\uD83D\uDE00",
            "\u202Eabc",
            "a".repeat(300),
            "null",
            "-1",
            "NaN",
            "9".repeat(40),
            "1e999",
            "{}",
            "[]",
            "'\"<>&",
            "../../etc/passwd",
            "ä".repeat(70),
            "\r\n",
            "2026-13-45T99:99:99Z",
            "P1Y",
            "99999999d",
            "FREQ=DAILY;INTERVAL=0",
            "http://[::1",
            "*",
            "ann,ben,,",
            "ntf_0",
            "Ann",
            "me");
    private static final List<String> ODD_TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "application/cloudevents+json",
            "application/cloudevents-batch+json",
            "text/plain",
            "application/yaml",
            "application/x-www-form-urlencoded",
            "application/merge-patch+json",
            "multipart/form-data",
            "a/b;c",
            "application/json, text/plain");
    private static final Map<String, List<String>> ODD_HEADERS = Map.of(
            "Prefer", List.of("wait=0", "wait=-1", "wait=x", ";;;", "until=routed", "wait=0; until=nothing"),
            "If-None-Match", List.of("*", "W/\"1\"", "\"1\", W/\"2\"", "1", "\"", "x".repeat(500)),
            "If-Match", List.of("*", "W/\"1\"", "\"a\", \"b\"", "1", "\""),
            "Idempotency-Key", List.of("a", "\"a\"", "x".repeat(256), "ä", "\"", " "),
            "Last-Event-ID", List.of("x", "AgoAkAE", "AgoAkAE".repeat(50)),
            "ce-specversion", List.of("1.0", "0.3", ""),
            "Accept", List.of("text/html", "*/*;q=0", "application/xml", "a"),
            "Content-Encoding", List.of("gzip", "identity", "br"),
            "Origin", List.of("null", "https://evil.example", "http://localhost:1"));

    private final Random random;
    private final URI service;
    private final String key;
    private final Contract contract = Contract.written();
    private final List<Contract.Operation> operations;

    Fuzz(long seed, URI service, String key) {
        this.random = new Random(seed);
        this.service = service;
        this.key = key;
        this.operations = contract.operations().stream()
                .filter(operation -> !isHeld(operation))
                .toList();
    }

    /** A request, and the operation that it is for. */
    record Broken(Contract.Operation operation, HttpRequest request, String body) {

        @Override
        public String toString() {
            return request.method() + " " + request.uri() + " "
                    + request.headers().map() + " " + body.substring(0, Math.min(400, body.length()));
        }
    }

    /** Returns the next request. */
    Broken next() {
        while (true) {
            Contract.Operation operation = operations.get(random.nextInt(operations.size()));
            try {
                return broken(operation);
            } catch (IllegalArgumentException notEvenARequest) {
                // The client refuses to send it; RequestFilter's tests send such things byte by byte.
            }
        }
    }

    private Broken broken(Contract.Operation operation) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path(operation) + query(operation)));
        if (random.nextInt(20) > 0) {
            request.header("Authorization", "Bearer " + (random.nextInt(20) == 0 ? odd() : key));
        }
        ODD_HEADERS.forEach((name, values) -> {
            if (random.nextInt(12) == 0) {
                request.header(name, values.get(random.nextInt(values.size())));
            }
        });
        String body = body(operation, request);
        request.method(
                operation.method().toUpperCase(Locale.ROOT),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return new Broken(operation, request.build(), body);
    }

    private String path(Contract.Operation operation) {
        Matcher variables = VARIABLE.matcher(operation.path());
        StringBuilder path = new StringBuilder();
        while (variables.find()) {
            String value = random.nextInt(3) == 0 ? encoded(odd()) : example(operation, variables.group(1));
            variables.appendReplacement(path, Matcher.quoteReplacement(value.isEmpty() ? "ann" : value));
        }
        return variables.appendTail(path).toString() + (random.nextInt(200) == 0 ? "/" : "");
    }

    private String example(Contract.Operation operation, String name) {
        return operation
                .parameters()
                .map(contract::resolve)
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .map(parameter -> parameter.path("example").asText("ann"))
                .findFirst()
                .orElse("ann");
    }

    private String query(Contract.Operation operation) {
        List<String> parts = new ArrayList<>();
        operation
                .parameters()
                .map(contract::resolve)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .filter(parameter -> !parameter.path("name").asText().equals("wait"))
                .forEach(parameter -> {
                    if (random.nextInt(3) == 0) {
                        parts.add(parameter.path("name").asText() + "="
                                + encoded(
                                        random.nextBoolean()
                                                ? odd()
                                                : parameter.path("example").asText("1")));
                    }
                });
        if (random.nextInt(15) == 0) {
            parts.add(encoded(odd()) + "=" + encoded(odd()));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private String body(Contract.Operation operation, HttpRequest.Builder request) {
        JsonNode content =
                contract.resolve(operation.node().path("requestBody")).path("content");
        List<Map.Entry<String, JsonNode>> types = List.copyOf(content.properties());
        if (types.isEmpty()) {
            return random.nextInt(20) == 0 ? "{}" : "";
        }
        Map.Entry<String, JsonNode> type = types.get(random.nextInt(types.size()));
        request.header(
                "Content-Type",
                random.nextInt(25) == 0 ? ODD_TYPES.get(random.nextInt(ODD_TYPES.size())) : type.getKey());
        List<JsonNode> examples = type.getValue().path("examples").valueStream().toList();
        JsonNode example = examples.isEmpty()
                ? JSON.objectNode()
                : contract.resolve(examples.get(random.nextInt(examples.size())))
                        .path("value");
        if (!example.isContainerNode()) {
            return random.nextBoolean() ? cut(example.asText()) : odd();
        }
        JsonNode mutated = example.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutated = mutate(mutated);
        }
        String text = mutated.toString();
        return switch (random.nextInt(40)) {
            case 0 -> cut(text);
            case 1 -> "[".repeat(1 + random.nextInt(60_000));
            case 2 -> text.replace(":", ":\"\\ud83d\",\"x\":");
            case 3 -> "{\"a\":".repeat(200) + "1" + "}".repeat(200);
            default -> text;
        };
    }

    /** Replaces one value somewhere in the tree. */
    private JsonNode mutate(JsonNode node) {
        if (random.nextInt(6) == 0 || node.isEmpty()) {
            return node.isContainerNode() && random.nextInt(3) > 0 ? grown(node) : value();
        }
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(8) == 0) {
                object.remove(name);
            } else {
                object.set(name, mutate(object.get(name)));
            }
        } else if (node instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            array.set(index, mutate(array.get(index)));
        }
        return node;
    }

    private JsonNode grown(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.set(random.nextBoolean() ? odd() : "x" + random.nextInt(), value());
        } else if (node instanceof ArrayNode array) {
            array.add(value());
        }
        return node;
    }

    private JsonNode value() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> JSON.nullNode();
            case 3 -> JSON.numberNode(random.nextLong());
            case 4 -> JSON.numberNode(random.nextDouble() * 1e300);
            case 5 -> JSON.booleanNode(random.nextBoolean());
            case 6 -> JSON.arrayNode();
            case 7 -> JSON.arrayNode().addNull();
            case 8 -> JSON.objectNode();
            case 9 -> JSON.objectNode().putNull("a");
            case 10 -> JSON.numberNode(-1);
            default -> JSON.textNode(odd());
        };
    }

    private String cut(String text) {
        return text.substring(0, random.nextInt(text.length() + 1));
    }

    private String odd() {
        return ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Returns whether an operation answers with a stream, upgrades the connection, or is for proxies. */
    private boolean isHeld(Contract.Operation operation) {
        return operation.path().contains("stream")
                || operation.path().endsWith("/connect")
                || operation.path().endsWith("/socket")
                || operation.node().path("responses").has("101");
    }
}
