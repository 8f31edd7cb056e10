package dev.oneping.rules.file.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oneping.rules.file.source.Located.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Resolves plain scalars by the core schema of YAML 1.2, without its octal and hexadecimal numbers. Unlike in YAML
 * 1.1, {@code 22:00} is a string, not a number, and {@code on} is not a boolean.
 */
final class CoreSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]{1,18}|[0-9]{1,18}(\\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,3})?");

    private CoreSchema() {}

    static Scalar scalar(Position at, Position end, String text, boolean plain) {
        return new Scalar(at, end, text, plain ? plain(text) : JSON.textNode(text));
    }

    private static JsonNode plain(String text) {
        if (NULL.contains(text)) {
            return JSON.nullNode();
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return JSON.booleanNode(TRUE.contains(text));
        }
        if (INTEGER.matcher(text).matches()) {
            return JSON.numberNode(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
        }
        if (DECIMAL.matcher(text).matches()) {
            return JSON.numberNode(new BigDecimal(text));
        }
        return JSON.textNode(text);
    }
}
