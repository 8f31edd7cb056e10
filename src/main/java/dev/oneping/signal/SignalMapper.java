package dev.oneping.signal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.model.Priority;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.problem.json.StrictTree;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;

/**
 * Maps a signal to a notification: by a mapping of its URL, else by the vocabulary {@code notification}, in which
 * {@code status} notifies the user and {@code log} is only recorded; otherwise to none.
 */
@Singleton
class SignalMapper {

    private static final String VOCABULARY = "notification";
    private static final int MAX_CATEGORY = 64;

    private final ObjectMapper json;
    private final StrictTree strict;

    SignalMapper(ObjectMapper json, StrictTree strict) {
        this.json = json;
        this.strict = strict;
    }

    /** Returns the request to notify, if the signal leads to one. */
    Optional<NotifyRequest> to(SignalUrl url, Signal signal) {
        Optional<Mapping> mapping = url.mapping(signal);
        if (mapping.isPresent()) {
            return Optional.of(mapped(url, signal, mapping.get()));
        }
        boolean status = signal.domain().equals(VOCABULARY) && signal.type().equals("status");
        return status ? Optional.of(status(url, signal)) : Optional.empty();
    }

    private NotifyRequest mapped(SignalUrl url, Signal signal, Mapping mapping) {
        ObjectNode request = begin(url, signal);
        request.put("title", Mapping.fill(mapping.title(), signal));
        mapping.filledBody(signal).ifPresent(body -> request.put("body", body));
        request.put("category", category(Optional.ofNullable(mapping.category()).orElse(signal.domain())));
        if (mapping.priority() != null) {
            request.put("priority", word(mapping.priority()));
        }
        return strict.read(request, NotifyRequest.class);
    }

    private NotifyRequest status(SignalUrl url, Signal signal) {
        ObjectNode request = begin(url, signal);
        String subject = signal.attribute("subject")
                .orElseThrow(() -> Problem.invalid(Violation.at(
                        "/subject",
                        Violation.REQUIRED,
                        "A notification:status signal requires 'subject', a short line.")));
        request.put("title", subject);
        signal.attribute("description").ifPresent(body -> request.put("body", body));
        signal.attribute("application").ifPresent(name -> request.put("category", category(name)));
        signal.attribute("priority").ifPresent(number -> request.put("priority", priority(number)));
        return strict.read(request, NotifyRequest.class);
    }

    /** Starts the request; the signal's attributes become data for the app's own code on the device. */
    private ObjectNode begin(SignalUrl url, Signal signal) {
        ObjectNode request = json.createObjectNode();
        request.putObject("to").put("user", url.to().user().value());
        ObjectNode attributes = request.putObject("data")
                .put("signal", signal.domain() + ":" + signal.type())
                .putObject("attributes");
        signal.attributes().forEach((name, values) -> {
            if (values.size() == 1) {
                attributes.put(name, values.getFirst());
            } else {
                values.forEach(attributes.withArray(name)::add);
            }
        });
        return request;
    }

    private static String priority(String number) {
        return switch (number.strip()) {
            case "-2", "-1" -> word(Priority.LOW);
            case "0" -> word(Priority.NORMAL);
            case "1" -> word(Priority.HIGH);
            case "2" -> word(Priority.CRITICAL);
            default ->
                throw Problem.invalid(Violation.at(
                        "/priority", Violation.NOT_ALLOWED, "'priority' must be a whole number from -2 to 2."));
        };
    }

    private static String word(Priority priority) {
        return priority.name().toLowerCase(Locale.ROOT);
    }

    private static String category(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.-]+", "-");
        String cut = plain.length() > MAX_CATEGORY ? plain.substring(0, MAX_CATEGORY) : plain;
        return cut.isEmpty() ? "default" : cut;
    }
}
