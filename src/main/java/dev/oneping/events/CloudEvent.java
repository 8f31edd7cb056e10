package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * An event as readers get it, everywhere in the same form: CloudEvents 1.0, JSON format.
 *
 * @param specversion     the version of CloudEvents
 * @param id              the event's id, the same for every reader and every attempt
 * @param source          where such events come from: this API
 * @param type            the name in the catalogue
 * @param subject         the person whom it happened to
 * @param time            when
 * @param datacontenttype what the data is
 * @param version         extension: grows by one with each event of that person
 * @param data            the JSON of the {@link Event}
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON format</a>
 */
@JsonPropertyOrder({"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "version", "data"})
public record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        long version,
        @JsonRawValue String data) {

    /** The form of an event of the log. */
    public static CloudEvent of(LoggedEvent event) {
        return new CloudEvent(
                "1.0",
                event.id().value(),
                "/v1",
                event.type(),
                event.user().user().value(),
                event.time(),
                "application/json",
                event.version(),
                event.data());
    }
}
