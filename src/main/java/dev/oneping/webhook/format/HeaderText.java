package dev.oneping.webhook.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes the value of an attribute as CloudEvents wants it in a header: what is not visible ASCII is percent-encoded. */
final class HeaderText {

    private HeaderText() {}

    static String encode(String value) {
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
}
