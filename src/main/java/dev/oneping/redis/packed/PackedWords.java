package dev.oneping.redis.packed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words that packed values contain by number: the names of fields, and the texts that occur often. A word keeps its
 * number for ever, since stored values refer to it: new ones are added at the end of {@code packed/words.txt}.
 */
final class PackedWords {

    /** The number of a text that is no word. */
    static final int NONE = -1;

    private static final List<String> WORDS = load();

    /** The words by their hash, each with its number beside it: more than half is empty, so that a search is short. */
    private static final @Nullable String[] TABLE = new String[Integer.highestOneBit(WORDS.size()) * 4];

    private static final short[] NUMBERS = new short[TABLE.length];

    static {
        for (int i = 0; i < WORDS.size(); i++) {
            int place = place(WORDS.get(i));
            TABLE[place] = WORDS.get(i);
            NUMBERS[place] = (short) i;
        }
    }

    private PackedWords() {}

    /** Returns the number of a word; {@link #NONE} for any other text. */
    static int number(String text) {
        int place = place(text);
        return TABLE[place] == null ? NONE : NUMBERS[place];
    }

    /** Returns the place of a word, or the empty one at which the search for another text ends. */
    private static int place(String text) {
        int hash = text.hashCode();
        int place = (hash ^ (hash >>> 15)) & (TABLE.length - 1);
        while (TABLE[place] != null && !TABLE[place].equals(text)) {
            place = (place + 1) & (TABLE.length - 1);
        }
        return place;
    }

    /** Returns the word with that number. */
    static String word(int number) {
        if (number >= WORDS.size()) {
            throw new IllegalStateException("a newer release stored the word " + number);
        }
        return WORDS.get(number);
    }

    /** Returns all words in their order. */
    static List<String> all() {
        return WORDS;
    }

    private static List<String> load() {
        try (InputStream file = PackedWords.class.getResourceAsStream("/packed/words.txt")) {
            if (file == null) {
                throw new IllegalStateException("no packed/words.txt");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
