package dev.oneping.connection.grip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.connection.frame.CloseCode;
import java.util.Base64;

/**
 * One item of a publish request, immutable: a channel, the item's id, and the content for each transport. Items of a
 * channel are numbered; the proxy orders them, drops duplicates, and detects gaps.
 */
final class PublishItem {

    private final ObjectNode item;

    private PublishItem(ObjectNode item) {
        this.item = item;
    }

    /** Creates an empty item with a number in its channel. */
    static PublishItem on(String channel, long number) {
        return on(channel, Long.toString(number), Long.toString(number - 1));
    }

    /** Creates an item like {@link #on(String, long)}, with ids instead of numbers. */
    static PublishItem on(String channel, String id, String before) {
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("channel", channel);
        item.put("id", id).put("prev-id", before);
        item.putObject("formats");
        return new PublishItem(item);
    }

    /** Creates an item without an id, such as a hint, where only the last one counts. */
    static PublishItem on(String channel) {
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("channel", channel);
        item.putObject("formats");
        return new PublishItem(item);
    }

    /** Adds a text message for WebSockets. */
    PublishItem message(String text) {
        return with("ws-message", format().put("content", text));
    }

    /** Adds a ping or another binary message for WebSockets. */
    PublishItem message(String type, byte[] content) {
        return with(
                "ws-message",
                format().put("type", type)
                        .put("content-bin", Base64.getEncoder().encodeToString(content)));
    }

    /** Adds the close of WebSockets. */
    PublishItem close(CloseCode code) {
        return with(
                "ws-message",
                format().put("action", "close").put("code", (int) code.code()).put("reason", code.reason()));
    }

    /** Adds a part of streams. */
    PublishItem stream(String content) {
        return with("http-stream", format().put("content", content));
    }

    /** Adds the end of streams. */
    PublishItem endOfStream() {
        return with("http-stream", format().put("action", "close"));
    }

    /** Adds a prompt for the proxy to request missed content of a stream. */
    PublishItem streamHint() {
        return with("http-stream", format().put("action", "hint"));
    }

    /** Adds the response for held requests. Headers not set here are those of the held response. */
    PublishItem response(String body) {
        return with("http-response", format().put("code", 200).put("body", body));
    }

    /** Adds a prompt for the proxy to repeat held requests. */
    PublishItem responseHint() {
        return with("http-response", format().put("action", "hint"));
    }

    /** Returns the item as JSON on one line. */
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
