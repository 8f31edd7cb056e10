package dev.oneping.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that the contract gives as an example.
 *
 * @param example the name of the example of its body; empty without one
 * @param type    the media type of the body; null without one
 * @param body    the body
 */
record ExampleCall(
        Contract.Operation operation,
        String example,
        @Nullable String type,
        JsonNode body) {

    /** Later than what creates signal URLs, earlier than what rotates them. */
    private static final int SIGNAL_URLS = 6;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> ORDER = List.of("put", "post", "get", "patch", "delete");

    /** Creates what the others need first, and deletes last. */
    static final Comparator<ExampleCall> CREATING_FIRST = Comparator.<ExampleCall>comparingInt(
                    call -> ORDER.indexOf(call.operation.method()))
            .thenComparingInt(ExampleCall::place);

    /** Returns the calls of one operation: one for each example of a body, else one. */
    static Stream<ExampleCall> of(Contract contract, Contract.Operation operation) {
        JsonNode content =
                contract.resolve(operation.node().path("requestBody")).path("content");
        if (content.isEmpty()) {
            return Stream.of(new ExampleCall(operation, "", null, content));
        }
        return content.properties().stream().flatMap(media -> examples(contract, operation, media));
    }

    private static Stream<ExampleCall> examples(
            Contract contract, Contract.Operation operation, Map.Entry<String, JsonNode> media) {
        return media.getValue().path("examples").properties().stream()
                .map(example -> new ExampleCall(
                        operation,
                        example.getKey(),
                        media.getKey(),
                        contract.resolve(example.getValue()).path("value")));
    }

    /** Returns the text to send; a body that is neither JSON nor a form stands in the contract as text. */
    String text() {
        if (FORM.equals(type)) {
            return body.properties().stream()
                    .map(field -> field.getKey() + "="
                            + URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
        }
        return body.isTextual() ? body.asText() : body.toString();
    }

    /**
     * Returns its place among those of its method: collections before their members, when deleting after them. Signals come
     * after the URLs that they are sent to, and sessions end before their device is removed.
     */
    private int place() {
        int depth = operation.path().split("/", -1).length;
        if (operation.path().startsWith("/v1/esl/")) {
            return SIGNAL_URLS;
        } else if (!operation.method().equals("delete")) {
            return depth;
        }
        return operation.path().startsWith("/v1/sessions/") ? Integer.MIN_VALUE : -depth;
    }

    @Override
    public String toString() {
        return operation.name() + (example.isEmpty() ? "" : " " + example);
    }
}
