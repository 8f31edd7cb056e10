package dev.oneping.connection.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.delivery.port.InboxUpdate;
import dev.oneping.model.Content;
import dev.oneping.model.DigestSummary;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.Variant;
import dev.oneping.watch.WatchRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes server frames as JSON on one line, directly into a string: notify frames are on the hot path. */
public final class FrameWriter {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int USUAL_LENGTH = 512;
    private static final String[] PRIORITIES = Arrays.stream(Priority.values())
            .map(priority -> priority.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new);

    private FrameWriter() {}

    /** Returns the frame as JSON without a line break. */
    public static String write(ServerFrame frame) {
        StringWriter text = new StringWriter(USUAL_LENGTH);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields(json, frame);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a frame must be writable as JSON", e);
        }
        return text.toString();
    }

    private static void fields(JsonGenerator json, ServerFrame frame) throws IOException {
        switch (frame) {
            case ServerFrame.Notify notify -> notify(json, notify);
            case ServerFrame.Retract retract -> {
                json.writeStringField("type", "retract");
                json.writeStringField("id", retract.notification().value());
                json.writeStringField("reason", retract.reason());
            }
            case ServerFrame.Welcome welcome -> welcome(json, welcome);
            case ServerFrame.Ring ring -> {
                json.writeStringField("type", "ring");
                json.writeStringField("id", ring.notification().value());
                json.writeBooleanField("granted", ring.granted());
                json.writeNumberField("fence", ring.fence());
                if (ring.expiresAt() != null) {
                    json.writeStringField("expires_at", ring.expiresAt().toString());
                }
            }
            case ServerFrame.Presence presence -> PresenceWriter.presence(json, presence);
            case ServerFrame.Unwatch(WatchRequest ended) -> PresenceWriter.unwatch(json, ended);
            case ServerFrame.Inbox inbox -> inbox(json, inbox);
            case ServerFrame.Pong() -> json.writeStringField("type", "pong");
            case ServerFrame.Goaway goaway -> {
                json.writeStringField("type", "goaway");
                json.writeNumberField(
                        "reconnect_after_ms", goaway.reconnectAfter().toMillis());
            }
            case ServerFrame.Warning(String detail) -> {
                json.writeStringField("type", "warning");
                json.writeStringField("code", "ignored_field");
                json.writeStringField("detail", detail);
            }
            case ServerFrame.Error error -> {
                json.writeStringField("type", "error");
                json.writeStringField("code", error.code().code());
                json.writeStringField("detail", error.detail());
            }
        }
    }

    private static void inbox(JsonGenerator json, ServerFrame.Inbox inbox) throws IOException {
        json.writeStringField("type", "inbox");
        json.writeNumberField("open", inbox.open());
        json.writeArrayFieldStart("changed");
        for (InboxUpdate.Entry entry : inbox.changed()) {
            json.writeStartObject();
            json.writeStringField("id", entry.id().value());
            json.writeStringField("state", entry.state());
            json.writeNumberField("version", entry.version());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (inbox.missed()) {
            json.writeBooleanField("missed", true);
        }
    }

    private static void notify(JsonGenerator json, ServerFrame.Notify notify) throws IOException {
        Notification notification = notify.notification();
        json.writeStringField("type", "notify");
        json.writeStringField("id", notification.id().value());
        json.writeNumberField("attempt", notify.attempt());
        content(json, notification.content());
        if (notification.collapseKey() != null) {
            json.writeStringField("collapse_key", notification.collapseKey());
        }
        json.writeStringField("category", notification.category());
        json.writeStringField("priority", PRIORITIES[notification.priority().ordinal()]);
        json.writeBooleanField("ring", notify.ring());
        json.writeStringField("ack_by", notify.ackBy().toString());
        if (notify.show() != Variant.RICH) {
            json.writeStringField("show", notify.show().name().toLowerCase(Locale.ROOT));
        }
        if (notification.gathering() != null && notification.gathering().count() > 1) {
            digest(json, notification.gathering(), notify.show());
        }
    }

    /** Writes the digest; its titles count as content. */
    private static void digest(JsonGenerator json, DigestSummary info, Variant show) throws IOException {
        json.writeObjectFieldStart("digest");
        json.writeNumberField("count", info.count());
        if (show != Variant.REDACTED) {
            json.writeArrayFieldStart("titles");
            for (String title : info.titles()) {
                json.writeString(title);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Writes the content, omitting absent parts. */
    private static void content(JsonGenerator json, Content content) throws IOException {
        json.writeStringField("title", content.title());
        if (content.body() != null) {
            json.writeStringField("body", content.body());
        }
        JsonNode data = content.data();
        if (data != null) {
            json.writeFieldName("data");
            json.writeTree(data);
        }
    }

    private static void welcome(JsonGenerator json, ServerFrame.Welcome welcome) throws IOException {
        json.writeStringField("type", "welcome");
        json.writeStringField("session", welcome.session().value());
        json.writeStringField("device", welcome.device().value());
        json.writeNumberField("heartbeat_ms", welcome.heartbeat().toMillis());
        json.writeNumberField("lease_ms", welcome.lease().toMillis());
        json.writeStringField("server_time", welcome.serverTime().toString());
        ServerFrame.Resumed resumed = welcome.resumed();
        if (resumed != null) {
            json.writeObjectFieldStart("resume");
            json.writeStringField("epoch", resumed.epoch());
            json.writeNumberField("offset", resumed.offset());
            json.writeBooleanField("recovered", resumed.recovered());
            json.writeEndObject();
        }
        List<NotificationId> handled = welcome.handled();
        if (handled != null) {
            json.writeArrayFieldStart("handled");
            for (NotificationId id : handled) {
                json.writeString(id.value());
            }
            json.writeEndArray();
        }
    }
}
