package dev.oneping.webhook.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.problem.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Validates a subscriber's custom headers: none may control HTTP, a proxy, or a header that the service sets itself.
 */
public final class HeaderRules {

    /** The placeholder that the API returns instead of every value. */
    static final String HIDDEN = "[REDACTED]";

    private static final int MAX_HEADERS = 20;
    private static final int MAX_VALUE = 4096;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");

    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "cookie",
            "accept-encoding",
            "user-agent",
            "forwarded",
            "via");

    private static final List<String> RESERVED =
            List.of("webhook-", "ce-", "grip-", "proxy-", "x-forwarded-", "sec-", "http2-");

    private HeaderRules() {}

    static void check(@Nullable Map<String, String> headers, List<Violation> errors) {
        if (headers == null) {
            return;
        }
        if (headers.size() > MAX_HEADERS) {
            refuse(errors, "", "At most " + MAX_HEADERS + " headers are allowed.");
        }
        headers.forEach((name, value) -> {
            String low = name.toLowerCase(Locale.ROOT);
            String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
            if (!NAME.matcher(name).matches()) {
                refuse(errors, pointer, "Not a valid header name.");
            } else if (OURS.contains(low) || RESERVED.stream().anyMatch(low::startsWith)) {
                refuse(errors, pointer, "The header '" + name + "' is reserved.");
            }
            if (value == null
                    || value.length() > MAX_VALUE
                    || !VALUE.matcher(value).matches()) {
                refuse(errors, pointer, "A header value must have 1 to " + MAX_VALUE + " visible ASCII characters.");
            } else if (value.equals(HIDDEN)) {
                refuse(errors, pointer, "This is the placeholder for a hidden value; send the value itself.");
            }
        });
    }

    /** Replaces placeholders that a caller sends back by the current values. */
    public static void reveal(JsonNode subscription, @Nullable Map<String, String> before) {
        if (before != null && subscription.path("headers") instanceof ObjectNode headers) {
            before.forEach((name, value) -> {
                if (HIDDEN.equals(headers.path(name).textValue())) {
                    headers.put(name, value);
                }
            });
        }
    }

    private static void refuse(List<Violation> errors, String pointer, String detail) {
        errors.add(Violation.at("/headers" + pointer, Violation.NOT_ALLOWED, detail));
    }
}
