package dev.oneping.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.model.Priority;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps matching signals to a notification. In title and body, {@code {name}} is replaced by the attribute of that name,
 * or by nothing if it is missing.
 *
 * @param on       the signals to which it applies
 * @param title    the line that is shown first
 * @param body     the rest
 * @param category the kind; the signal's domain if absent
 * @param priority how far it may interrupt; normal if absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Mapping(
        SignalPattern on,
        String title,
        @Nullable String body,
        @Nullable String category,
        @Nullable Priority priority) {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]{1,256})}");

    static String fill(String template, Signal signal) {
        Matcher places = PLACE.matcher(template);
        return places.replaceAll(place ->
                Matcher.quoteReplacement(signal.attribute(place.group(1)).orElse("")));
    }

    Optional<String> filledBody(Signal signal) {
        return Optional.ofNullable(body).map(template -> fill(template, signal));
    }
}
