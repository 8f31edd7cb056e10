package dev.oneping.notify.intake;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.notify.NotifyRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent in structured form whose data is the plain JSON body of {@code POST /v1/notify}.
 *
 * @param specversion     the version of CloudEvents
 * @param id              identifies the event within its source
 * @param source          the origin of the event
 * @param type            the kind of event
 * @param subject         the user concerned
 * @param time            the time of the event
 * @param datacontenttype the media type of the data; JSON if absent
 * @param dataschema      the schema of the data
 * @param data            the request
 * @param dataBase64      the request as bytes, instead of the data
 * @param extensions      further attributes, which are ignored
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON format</a>
 */
record CloudEventRequest(
        @Nullable String specversion,
        @Nullable String id,
        @Nullable String source,
        @Nullable String type,
        @Nullable String subject,
        @Nullable String time,
        @Nullable String datacontenttype,
        @Nullable String dataschema,
        @Nullable NotifyRequest data,
        @JsonProperty("data_base64") @Nullable String dataBase64,
        @JsonAnySetter Map<String, JsonNode> extensions) {

    CloudEventAttributes attributes() {
        return new CloudEventAttributes(specversion, id, source, type, subject, time);
    }
}
