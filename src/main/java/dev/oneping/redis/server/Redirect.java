package dev.oneping.redis.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply by which a node of a cluster sends a command elsewhere. The command was not executed, so to repeat it is safe.
 *
 * @param word {@code MOVED} if the slot has another master for good, {@code ASK} if only this key has moved so far
 * @param slot the slot of the key
 * @param node the node to ask, as {@code host:port}
 */
record Redirect(Word word, int slot, String node) {

    private static final Pattern FORM = Pattern.compile("^-?(MOVED|ASK) (\\d{1,5}) (\\S*):(\\d{1,5})$");

    /** The word at the start of the reply. */
    enum Word {
        MOVED,
        ASK
    }

    /**
     * Parses an error reply; empty if it is another one.
     *
     * @param asked the node that replied
     */
    static Optional<Redirect> of(String message, String asked) {
        Matcher parts = FORM.matcher(message);
        return parts.matches()
                ? Optional.of(new Redirect(
                        Word.valueOf(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        SlotMap.address(parts.group(3), parts.group(4), asked)))
                : Optional.empty();
    }
}
