package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * An event as subscribers and feed readers receive it, always in the same format: CloudEvents 1.0, JSON.
 *
 * @param specversion     the version of CloudEvents
 * @param id              the event's id, the same for every reader and every attempt
 * @param source          the origin of the events: this API
 * @param type            the name in the catalogue
 * @param subject         the user or resource concerned
 * @param time            the time of the event
 * @param datacontenttype the media type of the data
 * @param version         extension attribute: increases by one with each event of that subject
 * @param sequence        the version as a sortable string, by the CloudEvents extension of that name
 * @param data            the JSON of the {@link Event}
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON format</a>
 */
@JsonPropertyOrder({
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "version",
    "sequence",
    "data"
})
public record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        long version,
        String sequence,
        @JsonRawValue String data) {

    /** Converts an event of the log. */
    public static CloudEvent of(LoggedEvent event) {
        return of(
                event.id().value(),
                event.type(),
                event.user().user().value(),
                event.time(),
                event.version(),
                event.data());
    }

    /** Creates an event that is in no log, such as a test event. */
    public static CloudEvent of(String id, String type, String subject, Instant time, long version, String data) {
        return new CloudEvent(
                "1.0", id, "/v1", type, subject, time, "application/json", version, "%016d".formatted(version), data);
    }
}
