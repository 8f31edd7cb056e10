package dev.oneping.signal;

import dev.oneping.notify.NotifyPort.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hint to the sender of a signal, which it may ignore: the effect of the signal.
 *
 * @param name    {@code deliver}, {@code escalate}, {@code suppress} or {@code poll}
 * @param options the parameters of the hint
 */
public record Directive(String name, Map<String, String> options) {

    static List<Directive> of(Result result) {
        List<Directive> all = new ArrayList<>();
        switch (result.state()) {
            case "delivering" -> {
                all.add(directive("deliver", "device", result.device(), "deadline", text(result.until())));
                all.add(directive("escalate", "after", text(result.until()), "next", "next_device"));
            }
            case "suppressed" -> all.add(directive("suppress", "reason", result.reason(), "", null));
            default -> {
                // Held or ended: the sender can poll the progress.
            }
        }
        all.add(directive("poll", "url", "/v1/notifications/" + result.id(), "reason", result.reason()));
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
