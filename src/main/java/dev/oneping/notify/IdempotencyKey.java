package dev.oneping.notify;

import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Idempotency-Key}. */
public final class IdempotencyKey {

    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7e]{1,255}");

    private IdempotencyKey() {}

    /** Returns the key without the quotes, which the header's definition requires and few clients send. */
    public static @Nullable String checked(@Nullable String header) {
        return header == null ? null : checked(HEADER, header);
    }

    /** Does the same for a key in another place of a request. */
    public static String checked(String parameter, String header) {
        boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        String key = quoted ? header.substring(1, header.length() - 1) : header;
        if (!KEY.matcher(key).matches()) {
            throw Problem.invalid(Violation.inParameter(
                    parameter, Violation.NOT_ALLOWED, "The key must be 1 to 255 visible ASCII characters."));
        }
        return key;
    }
}
