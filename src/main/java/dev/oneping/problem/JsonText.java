package dev.oneping.problem;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes that were read as JSON are text all through. Jackson takes UTF-8 that is longer than it must be, other
 * encodings, and escaped halves of surrogate pairs, which no later writer can write: what was sent would arrive as
 * something else.
 */
final class JsonText {

    private JsonText() {}

    /** Whether the bytes are UTF-8 as RFC 3629 has it. */
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

    /** Whether each escaped half of a surrogate pair stands beside its other half; the bytes must be well-formed JSON. */
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
