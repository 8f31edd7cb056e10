package dev.oneping.channel.email;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;

/**
 * Text in the header of a mail, as encoded words of RFC 2047. The mail client's own encoder works by {@code char}, and
 * loses characters beyond the Basic Multilingual Plane.
 */
final class HeaderWords {

    /** An encoded word may have 75 characters; 45 bytes are 60 in Base64, and 12 more frame them. */
    private static final int BYTES = 45;

    private HeaderWords() {}

    /** Returns printable ASCII as it is, and everything else as encoded words that split no character. */
    static String encode(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~') && !text.contains("=?")) {
            return text;
        }
        StringJoiner words = new StringJoiner(" ");
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int point : text.codePoints().toArray()) {
            int size = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > BYTES) {
                words.add(word(word));
                word.setLength(0);
                bytes = 0;
            }
            word.appendCodePoint(point);
            bytes += size;
        }
        return words.add(word(word)).toString();
    }

    private static String word(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
}
