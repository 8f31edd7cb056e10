package dev.oneping.signal;

import dev.oneping.notify.NotifyPort.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hint to whoever signalled, which it may ignore: what becomes of what it signalled.
 *
 * @param name    {@code deliver}, {@code escalate}, {@code suppress} or {@code poll}
 * @param options what the hint is about
 */
public record Directive(String name, Map<String, String> options) {

    static List<Directive> of(Told told) {
        List<Directive> all = new ArrayList<>();
        switch (told.state()) {
            case "delivering" -> {
                all.add(directive("deliver", "device", told.device(), "deadline", text(told.until())));
                all.add(directive("escalate", "after", text(told.until()), "next", "next_device"));
            }
            case "suppressed" -> all.add(directive("suppress", "reason", told.reason(), "", null));
            default -> {
                // Held or over: how it goes on can be read.
            }
        }
        all.add(directive("poll", "url", "/v1/notifications/" + told.id(), "reason", told.reason()));
        return all;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Directive directive(
            String name, String first, @Nullable String value, String second, @Nullable String other) {
        Map<String, String> options = new LinkedHashMap<>();
        if (value != null) {
            options.put(first, value);
        }
        if (other != null) {
            options.put(second, other);
        }
        return new Directive(name, options);
    }
}
