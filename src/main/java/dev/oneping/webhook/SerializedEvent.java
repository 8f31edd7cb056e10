package dev.oneping.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.redis.StoredJson;

/** An event together with its JSON, serialized once for all matching subscriptions. */
record SerializedEvent(CloudEvent event, byte[] json) {

    static SerializedEvent of(CloudEvent event, ObjectMapper json) {
        return new SerializedEvent(event, new StoredJson(json).bytes(event));
    }
}
