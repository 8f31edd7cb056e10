package dev.oneping.redis.packed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link PackedWriter} wrote, as JSON; instants are texts in ISO 8601. */
public final class PackedReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private final ByteBuffer bytes;
    private long lastSecond;
    private int lastNano;

    private PackedReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Returns whether a stored value is packed. */
    public static boolean isPacked(byte[] stored) {
        return mark(stored) >= 0;
    }

    /** Reads a stored value without its label. */
    public static JsonNode tree(byte[] stored) {
        int mark = mark(stored);
        if (mark < 0) {
            throw new IllegalStateException("a stored value is not packed");
        }
        return new PackedReader(ByteBuffer.wrap(stored, mark + 1, stored.length - mark - 1)).value();
    }

    private static int mark(byte[] stored) {
        for (int i = 0; i < stored.length; i++) {
            if (stored[i] == PackedTag.MARK) {
                return i;
            }
        }
        return -1;
    }

    private JsonNode value() {
        return value(next());
    }

    private JsonNode value(int tag) {
        return switch (tag) {
            case PackedTag.NULL -> NODES.nullNode();
            case PackedTag.FALSE -> NODES.booleanNode(false);
            case PackedTag.TRUE -> NODES.booleanNode(true);
            case PackedTag.OBJECT -> object();
            case PackedTag.LIST -> list();
            case PackedTag.ROWS -> rows();
            case PackedTag.NUMBER -> number(signed());
            case PackedTag.DECIMAL -> {
                int scale = next();
                yield NODES.numberNode((double) signed() / POWERS[scale]);
            }
            case PackedTag.BIG -> big(text(next()));
            case PackedTag.DOUBLE -> NODES.numberNode(bytes.getDouble());
            case PackedTag.INSTANT, PackedTag.SECONDS -> instant(tag);
            default ->
                tag >= PackedTag.NUMBERS && tag < PackedTag.STRINGS
                        ? number(tag - PackedTag.NUMBERS)
                        : NODES.textNode(text(tag));
        };
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        for (int tag = next(); tag != PackedTag.END; tag = next()) {
            String name = text(tag);
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode list() {
        ArrayNode list = NODES.arrayNode();
        for (int tag = next(); tag != PackedTag.END; tag = next()) {
            list.add(value(tag));
        }
        return list;
    }

    private ArrayNode rows() {
        List<String> names = new ArrayList<>();
        for (int tag = next(); tag != PackedTag.END; tag = next()) {
            names.add(text(tag));
        }
        ArrayNode rows = NODES.arrayNode();
        for (int tag = next(); tag != PackedTag.END; tag = next()) {
            ObjectNode row = rows.addObject();
            for (int i = 0; i < names.size(); i++) {
                int field = i == 0 ? tag : next();
                if (field != PackedTag.ABSENT) {
                    row.set(names.get(i), value(field));
                }
            }
        }
        return rows;
    }

    private static JsonNode big(String digits) {
        BigDecimal number = new BigDecimal(digits);
        return number.scale() > 0 || digits.indexOf('E') >= 0
                ? NODES.numberNode(number)
                : NODES.numberNode(number.toBigIntegerExact());
    }

    private JsonNode instant(int tag) {
        lastSecond += signed();
        if (tag == PackedTag.INSTANT) {
            lastNano = (int) unsigned();
        }
        return NODES.textNode(Instant.ofEpochSecond(lastSecond, lastNano).toString());
    }

    /** Chooses the type that reading JSON would. */
    private static JsonNode number(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private String text(int tag) {
        if (tag >= PackedTag.WORDS) {
            return PackedWords.word(tag - PackedTag.WORDS);
        }
        if (tag >= PackedTag.STRINGS) {
            return string(tag - PackedTag.STRINGS);
        }
        return switch (tag) {
            case PackedTag.WORD -> PackedWords.word((int) unsigned());
            case PackedTag.STRING -> string((int) unsigned());
            default -> throw new IllegalStateException("a stored value has the unknown tag " + tag);
        };
    }

    private String string(int length) {
        String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }

    private long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    private long unsigned() {
        long value = 0;
        int shift = 0;
        int each = next();
        while ((each & 0x80) != 0) {
            value |= (long) (each & 0x7F) << shift;
            shift += 7;
            each = next();
        }
        return value | (long) each << shift;
    }

    private int next() {
        return bytes.get() & 0xFF;
    }
}
