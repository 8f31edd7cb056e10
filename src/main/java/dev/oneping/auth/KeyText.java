package dev.oneping.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code opk_}, the id of the key, and 160 random bits, in hex. Any other text of at least 16
 * characters can be a key too if an operator chose it; then its id follows from its hash.
 */
final class KeyText {

    static final int SHORTEST = 16;
    private static final Pattern FORM = Pattern.compile("opk_([0-9a-f]{16})_[0-9a-f]{40}");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 20;

    private KeyText() {}

    static Secret create() {
        return Secret.create("opk_" + Secret.randomHex(ID_BYTES) + "_", SECRET_BYTES);
    }

    /** The id of the key that this text would be. */
    static String id(Secret key) {
        Matcher form = FORM.matcher(key.value());
        return "key_" + (form.matches() ? form.group(1) : key.sha256().substring(0, 2 * ID_BYTES));
    }
}
