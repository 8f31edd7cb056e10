package dev.oneping.webhook.format;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.events.HeaderEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The wire format of a subscription's events. */
public enum WebhookFormat {

    /** CloudEvents 1.0, JSON format, all in the body. The SDK for Node accepts only this spelling of the charset. */
    @JsonProperty("cloudevents-structured")
    STRUCTURED {
        @Override
        public RenderedEvent render(byte[] event, ObjectMapper json) {
            return new RenderedEvent(Map.of(TYPE, "application/cloudevents+json; charset=utf-8"), event);
        }
    },

    /** CloudEvents 1.0, binary mode: attributes in {@code ce-} headers, data in the body. */
    @JsonProperty("cloudevents-binary")
    BINARY {
        @Override
        public RenderedEvent render(byte[] event, ObjectMapper json) {
            JsonNode all = read(event, json);
            Map<String, String> headers = new LinkedHashMap<>();
            all.properties().stream()
                    .filter(it -> it.getValue().isValueNode() && !it.getKey().equals("datacontenttype"))
                    .forEach(it -> headers.put(
                            "ce-" + it.getKey(),
                            HeaderEncoding.encode(it.getValue().asText())));
            headers.put(TYPE, all.path("datacontenttype").asText());
            return new RenderedEvent(headers, write(all.path("data"), json));
        }
    },

    /** The payload of Standard Webhooks: type, timestamp, data; id, subject and version beside them. */
    @JsonProperty("standard")
    STANDARD {
        @Override
        public RenderedEvent render(byte[] event, ObjectMapper json) {
            JsonNode all = read(event, json);
            ObjectNode body = json.createObjectNode();
            body.set("type", all.path("type"));
            body.set("timestamp", all.path("time"));
            body.set("id", all.path("id"));
            body.set("subject", all.path("subject"));
            body.set("version", all.path("version"));
            body.set("data", all.path("data"));
            return new RenderedEvent(Map.of(TYPE, "application/json"), write(body, json));
        }
    },

    /**
     * The form of the Evented API: {@code _domain} is the first word of the type and {@code _type} the rest,
     * {@code _epi} the user; data is flattened with dots.
     */
    @JsonProperty("evented-form")
    EVENTED_FORM {
        @Override
        public RenderedEvent render(byte[] event, ObjectMapper json) {
            JsonNode all = read(event, json);
            String type = all.path("type").asText();
            int dot = type.indexOf('.');
            StringJoiner form = new StringJoiner("&");
            put(form, "_domain", type.substring(0, dot));
            put(form, "_type", type.substring(dot + 1));
            put(form, "_timestamp", all.path("time").asText());
            put(form, "_eid", all.path("id").asText());
            put(form, "_epi", all.path("subject").asText());
            put(form, "version", all.path("version").asText());
            flatten(form, "", all.path("data"));
            return new RenderedEvent(
                    Map.of(TYPE, "application/x-www-form-urlencoded"),
                    form.toString().getBytes(StandardCharsets.UTF_8));
        }
    };

    private static final String TYPE = "Content-Type";

    /**
     * Renders an event in this format.
     *
     * @param event a CloudEvent in JSON format
     */
    public abstract RenderedEvent render(byte[] event, ObjectMapper json);

    private static JsonNode read(byte[] event, ObjectMapper json) {
        try {
            return json.readTree(event);
        } catch (IOException e) {
            throw new UncheckedIOException("an event that was written as JSON must be readable", e);
        }
    }

    private static byte[] write(JsonNode node, ObjectMapper json) {
        try {
            return json.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException("what was read as JSON must be writable", e);
        }
    }

    private static void flatten(StringJoiner form, String name, JsonNode node) {
        String before = name.isEmpty() ? "" : name + ".";
        if (node.isObject()) {
            node.properties().forEach(it -> flatten(form, before + it.getKey(), it.getValue()));
        } else if (node.isArray()) {
            node.forEach(item -> flatten(form, name, item));
        } else if (!node.isNull()) {
            put(form, name, node.asText());
        }
    }

    private static void put(StringJoiner form, String name, String value) {
        form.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
