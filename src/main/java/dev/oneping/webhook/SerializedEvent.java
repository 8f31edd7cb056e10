package dev.oneping.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;

/** An event together with its JSON, serialized once for all matching subscriptions. */
record SerializedEvent(CloudEvent event, byte[] json) {

    static SerializedEvent of(CloudEvent event, ObjectMapper json) {
        try {
            return new SerializedEvent(event, json.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be writable as JSON", e);
        }
    }
}
