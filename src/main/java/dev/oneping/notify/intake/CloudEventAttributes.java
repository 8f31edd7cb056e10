package dev.oneping.notify.intake;

import dev.oneping.model.UserId;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The context attributes of a CloudEvent. Source and id together identify the event, so that the same one sent twice is
 * one notification. They supply what the data leaves out: the recipient from the subject, the category from the type.
 */
record CloudEventAttributes(
        @Nullable String specversion,
        @Nullable String id,
        @Nullable String source,
        @Nullable String type,
        @Nullable String subject,
        @Nullable String time) {

    private static final int LONGEST = 1024;

    /** The characters of RFC 3986, with complete percent escapes. */
    private static final Pattern URI_REFERENCE =
            Pattern.compile("(?:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})++");

    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d\\d:\\d\\d)");

    /**
     * Converts the event to a request.
     *
     * @param fault creates a violation for an attribute, named as the transport encodes it
     * @throws Problem listing every missing or invalid attribute
     */
    NotifySubmission submission(NotifyRequest data, BiFunction<String, String, Violation> fault) {
        List<Violation> errors = new ArrayList<>();
        if (!"1.0".equals(specversion)) {
            errors.add(fault.apply("specversion", "'specversion' must be '1.0'."));
        }
        required(errors, fault, "id", id);
        required(errors, fault, "source", source);
        required(errors, fault, "type", type);
        if (source != null && source.length() <= LONGEST && !source.isBlank() && !isUriReference(source)) {
            errors.add(fault.apply("source", "'source' must be a URI reference (RFC 3986), such as /orders."));
        }
        if (time != null && !isTime(time)) {
            errors.add(fault.apply("time", "'time' must be a time such as 2026-01-31T12:00:00Z (RFC 3339)."));
        }
        if (data.to() == null && subject != null) {
            checkUser(errors, fault, subject);
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new NotifySubmission(completed(data), source + " " + id);
    }

    private static boolean isUriReference(String text) {
        return URI_REFERENCE.matcher(text).matches();
    }

    private static boolean isTime(String text) {
        try {
            return RFC_3339.matcher(text).matches()
                    && OffsetDateTime.parse(text).getYear() >= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private NotifyRequest completed(NotifyRequest data) {
        NotifyRequest.To to = data.to() == null && subject != null ? NotifyRequest.To.person(subject) : data.to();
        String category = data.category() == null && type != null && NotifyRequestValidator.isCategory(type)
                ? type
                : data.category();
        return data.completed(to, category);
    }

    private static void checkUser(List<Violation> errors, BiFunction<String, String, Violation> fault, String subject) {
        try {
            new UserId(subject);
        } catch (IllegalArgumentException e) {
            errors.add(fault.apply(
                    "subject", "If the data has no 'to', 'subject' names the recipient: " + e.getMessage() + "."));
        }
    }

    private static void required(
            List<Violation> errors, BiFunction<String, String, Violation> fault, String name, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST) {
            errors.add(fault.apply(name, "A CloudEvent has '" + name + "', 1 to " + LONGEST + " characters."));
        }
    }
}
