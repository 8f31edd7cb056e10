package dev.oneping.connection.grip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.connection.frame.CloseCode;
import java.util.Base64;

/**
 * One item of a publish request, immutable: a channel, the item's place in it, and what is to be sent on each transport.
 * Items of a channel are numbered; the proxy puts them in order, drops the second of two alike, and finds gaps.
 */
final class PublishItem {

    private final ObjectNode item;

    private PublishItem(ObjectNode item) {
        this.item = item;
    }

    /** An item with a place among the others of its channel, which says nothing yet. */
    static PublishItem on(String channel, long number) {
        return on(channel, Long.toString(number), Long.toString(number - 1));
    }

    /** As {@link #on(String, long)}, where places have names. */
    static PublishItem on(String channel, String id, String before) {
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("channel", channel);
        item.put("id", id).put("prev-id", before);
        item.putObject("formats");
        return new PublishItem(item);
    }

    /** An item without a place, such as a hint: only the last one counts. */
    static PublishItem on(String channel) {
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("channel", channel);
        item.putObject("formats");
        return new PublishItem(item);
    }

    /** A text message for WebSockets. */
    PublishItem message(String text) {
        return with("ws-message", format().put("content", text));
    }

    /** A ping or another message of bytes for WebSockets. */
    PublishItem message(String type, byte[] content) {
        return with(
                "ws-message",
                format().put("type", type)
                        .put("content-bin", Base64.getEncoder().encodeToString(content)));
    }

    /** The end of WebSockets. */
    PublishItem close(CloseCode code) {
        return with(
                "ws-message",
                format().put("action", "close").put("code", (int) code.code()).put("reason", code.reason()));
    }

    /** A part of streams. */
    PublishItem stream(String content) {
        return with("http-stream", format().put("content", content));
    }

    /** The end of streams. */
    PublishItem endOfStream() {
        return with("http-stream", format().put("action", "close"));
    }

    /** Lets the proxy ask this service what a stream has missed. */
    PublishItem streamHint() {
        return with("http-stream", format().put("action", "hint"));
    }

    /** The answer of requests that are held. Headers that it does not name are those of the answer that was held. */
    PublishItem response(String body) {
        return with("http-response", format().put("code", 200).put("body", body));
    }

    /** Lets the proxy send requests that are held once more. */
    PublishItem responseHint() {
        return with("http-response", format().put("action", "hint"));
    }

    /** As JSON, on one line. */
    String json() {
        return item.toString();
    }

    private static ObjectNode format() {
        return JsonNodeFactory.instance.objectNode();
    }

    private PublishItem with(String name, ObjectNode format) {
        ObjectNode more = item.deepCopy();
        more.withObject("/formats").set(name, format);
        return new PublishItem(more);
    }
}
