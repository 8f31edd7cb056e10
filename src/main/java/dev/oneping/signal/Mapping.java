package dev.oneping.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.model.Priority;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which notification a signal becomes. In title and body {@code {name}} stands for the attribute of that name, for nothing
 * where it is missing.
 *
 * @param on       which signals
 * @param title    the line that is shown first
 * @param body     the rest
 * @param category the kind; the signal's domain if left out
 * @param priority how much it may disturb; normal if left out
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
