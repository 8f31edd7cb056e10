package dev.oneping.events;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Encodes attributes of CloudEvents as HTTP header values: everything but visible ASCII is percent-encoded.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values">HTTP
 *     binding, 3.1.3.2</a>
 */
public final class HeaderEncoding {

    private HeaderEncoding() {}

    /** Encodes a value. */
    public static String encode(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > 0x20 && b < 0x7f && b != '"' && b != '%';
            encoded.append(
                    plain
                            ? String.valueOf((char) b)
                            : "%%%02x".formatted(b & 0xff).toUpperCase(Locale.ROOT));
        }
        return encoded.toString();
    }

    /**
     * Decodes a header value, which may be quoted.
     *
     * @throws IllegalArgumentException if it contains a malformed percent escape
     */
    public static String decode(String header) {
        boolean quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
        String value = quoted ? header.substring(1, header.length() - 1).replaceAll("\\\\(.)", "$1") : header;
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
