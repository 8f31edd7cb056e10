package dev.oneping.notify;

import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
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
        @Nullable String subject) {

    private static final int LONGEST = 1024;

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
        if (data.to() == null && subject != null) {
            checkUser(errors, fault, subject);
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new NotifySubmission(completed(data), source + " " + id);
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
