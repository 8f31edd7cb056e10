package dev.oneping.webhook.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.redis.StoredJson;

/** An event together with its JSON, serialized once for all matching subscriptions. */
public record SerializedEvent(CloudEvent event, byte[] json) {

    public static SerializedEvent of(CloudEvent event, ObjectMapper json) {
        return new SerializedEvent(event, new StoredJson(json).bytes(event));
    }
}
