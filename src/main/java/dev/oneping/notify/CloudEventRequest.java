package dev.oneping.notify;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent in structured form whose data is what {@code POST /v1/notify} takes as plain JSON.
 *
 * @param specversion     the version of CloudEvents
 * @param id              names the event among those of its source
 * @param source          where it happened
 * @param type            what happened
 * @param subject         whom it happened to
 * @param time            when
 * @param datacontenttype what the data is; JSON where it does not say
 * @param dataschema      where the data is described
 * @param data            the request
 * @param extensions      further attributes, which are of no concern here
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
        return new CloudEventAttributes(specversion, id, source, type, subject);
    }
}
