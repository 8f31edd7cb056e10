package dev.oneping.presence.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.oneping.text.CodePoints;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One field of a report while it is read. Each reading method returns null if the field is absent or null, and throws
 * {@link InvalidReportException} with the field's pointer if it is invalid.
 */
record ReportField(String pointer, JsonNode value) {

    private static final int LONGEST_WORD = 64;

    static ReportField root(JsonNode json) {
        ReportField root = new ReportField("", json);
        if (!json.isObject()) {
            throw root.bad("must be an object");
        }
        return root;
    }

    ReportField field(String name) {
        JsonNode child = value.path(name);
        return new ReportField(pointer + "/" + name, child.isNull() ? MissingNode.getInstance() : child);
    }

    /** Returns whether there is an object to read fields from; anything but an object or nothing is rejected. */
    boolean isObject() {
        if (!value.isMissingNode() && !value.isObject()) {
            throw bad("must be an object");
        }
        return value.isObject();
    }

    @Nullable
    Boolean flag() {
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw bad("must be true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    Long wholeNumber(long most) {
        if (value.isMissingNode()) {
            return null;
        }
        // 1200.0 is a whole number, too: JSON does not tell integers from other numbers.
        double number = value.doubleValue();
        boolean whole = value.isIntegralNumber() ? value.canConvertToLong() : number == Math.rint(number);
        if (!value.isNumber() || !whole || !(number >= 0 && number <= most) || value.longValue() > most) {
            throw bad("must be a whole number from 0 to " + most);
        }
        return value.longValue();
    }

    @Nullable
    Double number(double min, double max) {
        if (value.isMissingNode()) {
            return null;
        }
        double number = value.doubleValue();
        if (!value.isNumber() || !(number >= min && number <= max)) {
            throw bad("must be a number " + range(min, max));
        }
        return number;
    }

    double requiredNumber(double min, double max) {
        Double number = number(min, max);
        if (number == null) {
            throw bad("is required");
        }
        return number;
    }

    /** Reads a short text that the client chose, such as {@code 5G} or {@code Home Office}. */
    @Nullable
    String word() {
        return text(LONGEST_WORD);
    }

    /** Reads a list of distinct short texts; null if there is none. */
    @Nullable
    Set<String> words(int most) {
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isArray() || value.size() > most) {
            throw bad("must be a list of at most " + most + " strings");
        }
        Set<String> words = new LinkedHashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String word = new ReportField(pointer + "/" + i, value.get(i)).word();
            if (word == null) {
                throw bad("must be a list of strings");
            }
            words.add(word);
        }
        return words;
    }

    @Nullable
    String text(int longest) {
        String text = text();
        if (text != null && (text.isEmpty() || CodePoints.count(text) > longest)) {
            throw bad("must be 1 to " + longest + " characters");
        }
        return text;
    }

    <E extends Enum<E>> @Nullable E oneOf(Class<E> type) {
        String text = text();
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> bad("must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(ReportField::name)
                                .collect(Collectors.joining(", "))));
    }

    @Nullable
    ZoneId zone() {
        String text = text();
        try {
            return text == null ? null : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw bad("must be a zone of the IANA time zone database, such as Europe/Berlin");
        }
    }

    private @Nullable String text() {
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw bad("must be a string");
        }
        if (value.textValue().codePoints().anyMatch(ReportField::isLoneSurrogate)) {
            throw bad("must not contain half of a surrogate pair");
        }
        return value.textValue();
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private InvalidReportException bad(String detail) {
        return new InvalidReportException(pointer, detail);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String range(double min, double max) {
        return max == Double.MAX_VALUE ? "of " + (long) min + " or more" : "from " + (long) min + " to " + (long) max;
    }
}
