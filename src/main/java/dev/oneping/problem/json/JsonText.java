package dev.oneping.problem.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Checks that the strings in parsed JSON are valid text. Jackson accepts overlong UTF-8, other encodings, and
 * unpaired escaped surrogates, which no writer can write again: the text would arrive altered.
 */
final class JsonText {

    private JsonText() {}

    /** Returns whether the bytes are valid UTF-8 by RFC 3629. */
    static boolean isUtf8(byte[] json) {
        for (byte each : json) {
            if (each < 0) {
                return isDecodable(json);
            }
        }
        return true;
    }

    private static boolean isDecodable(byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    /** Returns whether every escaped surrogate is part of a pair; the bytes must be well-formed JSON. */
    static boolean isPaired(byte[] json) {
        boolean open = false;
        for (int i = 0; i < json.length; i++) {
            boolean escape = json[i] == '\\';
            boolean unicode = escape && json[i + 1] == 'u';
            char unit = unicode ? unit(json, i + 2) : ' ';
            if (open != Character.isLowSurrogate(unit)) {
                return false;
            }
            open = Character.isHighSurrogate(unit);
            i += unicode ? 5 : escape ? 1 : 0;
        }
        return true;
    }

    private static char unit(byte[] json, int from) {
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            unit = unit * 16 + Character.digit(json[i], 16);
        }
        return (char) unit;
    }
}
