package dev.oneping.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Creates and validates ids that sort by time: a ULID (48 bits of milliseconds, 80 random bits) in lower-case
 * Crockford base 32. An id is a name, not a secret: it grants no access.
 *
 * @see <a href="https://github.com/ulid/spec">the ULID specification</a>
 */
final class SortableId {

    static final int LENGTH = 26;

    /** The number of digits that encode the time. */
    static final int TIME = 10;

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    /** The value of each character; -1 for those that are no digits. */
    private static final byte[] DIGITS = digits();

    private SortableId() {}

    static String at(long millis) {
        char[] text = new char[LENGTH];
        put(text, 0, 10, millis);
        RandomGenerator random = IdRandomness.current();
        put(text, 10, 8, random.nextLong());
        put(text, 18, 8, random.nextLong());
        return new String(text);
    }

    /** Writes the low {@code 5 × count} bits of a number. */
    static void put(char[] text, int from, int count, long bits) {
        for (int i = count - 1; i >= 0; i--) {
            text[from + i] = ALPHABET[(int) (bits & 31)];
            bits >>>= 5;
        }
    }

    /** The value of a digit, or −1 if the character is none. */
    static int digit(char c) {
        return c < DIGITS.length ? DIGITS[c] : -1;
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            digits[ALPHABET[i]] = (byte) i;
        }
        return digits;
    }

    static boolean isWellFormed(String id, String prefix, int length) {
        if (id.length() != prefix.length() + length || !id.startsWith(prefix)) {
            return false;
        }
        for (int i = prefix.length(); i < id.length(); i++) {
            if (digit(id.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
