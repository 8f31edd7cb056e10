package dev.oneping.notify.intake;

import dev.oneping.events.HeaderEncoding;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import jakarta.ws.rs.HeaderParam;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent in binary form: each is a header, percent-encoded where it is not plain ASCII.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP
 *     binding</a>
 */
public class CloudEventHeaders {

    private static final String PREFIX = "ce-";

    @HeaderParam("ce-specversion")
    @Nullable
    String specversion;

    @HeaderParam("ce-id")
    @Nullable
    String id;

    @HeaderParam("ce-source")
    @Nullable
    String source;

    @HeaderParam("ce-type")
    @Nullable
    String type;

    @HeaderParam("ce-subject")
    @Nullable
    String subject;

    @HeaderParam("ce-time")
    @Nullable
    String time;

    /** Returns whether the request is a CloudEvent at all. */
    boolean isPresent() {
        return specversion != null;
    }

    NotifySubmission submission(NotifyRequest data) {
        return new CloudEventAttributes(
                        specversion,
                        decoded("id", id),
                        decoded("source", source),
                        decoded("type", type),
                        decoded("subject", subject),
                        decoded("time", time))
                .submission(data, CloudEventHeaders::fault);
    }

    private static @Nullable String decoded(String name, @Nullable String value) {
        try {
            return value == null ? null : HeaderEncoding.decode(value);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(fault(name, "The header contains an invalid percent escape."));
        }
    }

    private static Violation fault(String name, String detail) {
        return Violation.inParameter(PREFIX + name, Violation.NOT_ALLOWED, detail);
    }
}
