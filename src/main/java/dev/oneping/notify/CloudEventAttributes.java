package dev.oneping.notify;

import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a CloudEvent says around its data. Source and id together name the event, so that the same one sent twice is one
 * notification. What the data leaves out is taken from here: the person from the subject, the category from the type.
 */
record CloudEventAttributes(
        @Nullable String specversion,
        @Nullable String id,
        @Nullable String source,
        @Nullable String type,
        @Nullable String subject) {

    private static final int LONGEST = 1024;

    /**
     * The event as a request.
     *
     * @param fault names an attribute in the way that the event came, with what is wrong with it
     * @throws Problem that names every attribute that is missing or wrong
     */
    NotifySubmission submission(NotifyRequest data, BiFunction<String, String, Violation> fault) {
        List<Violation> errors = new ArrayList<>();
        if (!"1.0".equals(specversion)) {
            errors.add(fault.apply("specversion", "specversion must be '1.0'."));
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
            errors.add(
                    fault.apply("subject", "Where the data has no 'to', the subject is it: " + e.getMessage() + "."));
        }
    }

    private static void required(
            List<Violation> errors, BiFunction<String, String, Violation> fault, String name, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST) {
            errors.add(fault.apply(name, "A CloudEvent has '" + name + "', 1 to " + LONGEST + " characters."));
        }
    }
}
