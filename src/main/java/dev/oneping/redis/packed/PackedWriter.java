package dev.oneping.redis.packed;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what JSON can express in about a sixth of the space and without intermediate objects. {@link PackedReader} reads
 * it back as the same JSON. Confined to one thread.
 *
 * <p>A value is one byte, or a byte and its content; see {@link PackedTag}. Words of {@link PackedWords} take a byte or
 * two, instants are the distance to the one before. Before the packed value a readable label may stand, for Lua scripts
 * and people; the byte {@link PackedTag#MARK} ends it, which no label and no JSON contains.
 */
public final class PackedWriter {

    private static final int INITIAL = 256;
    private static final int MOST_DECIMALS = 6;
    private static final double[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    private static final double MOST_EXACT = 1L << 53;

    private byte[] bytes = new byte[INITIAL];
    private int size;
    private long lastSecond;
    private int lastNano;

    /** Begins with a label: printable text. */
    public PackedWriter(String label) {
        if (!literal(label)) {
            encoded(label.getBytes(StandardCharsets.UTF_8));
        }
        put(PackedTag.MARK);
    }

    /** Begins without a label. */
    public PackedWriter() {
        this("");
    }

    /** Returns what was written. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Begins an object: names and values follow, then {@link #end}. */
    public PackedWriter object() {
        put(PackedTag.OBJECT);
        return this;
    }

    /** Begins a list: values follow, then {@link #end}. */
    public PackedWriter list() {
        put(PackedTag.LIST);
        return this;
    }

    /** Begins a list of objects with these fields: the values of each follow in turn, then {@link #end}. */
    public PackedWriter rows(String... names) {
        put(PackedTag.ROWS);
        for (String name : names) {
            text(name);
        }
        put(PackedTag.END);
        return this;
    }

    /** Writes that a row does not have the field whose turn it is. */
    public PackedWriter absent() {
        put(PackedTag.ABSENT);
        return this;
    }

    /** Ends the object, list or rows that were begun last. */
    public PackedWriter end() {
        put(PackedTag.END);
        return this;
    }

    /** Writes the name of a field, whose value follows. */
    public PackedWriter name(String name) {
        text(name);
        return this;
    }

    /** Writes a text. */
    public PackedWriter text(String value) {
        int word = PackedWords.number(value);
        if (word == PackedWords.NONE) {
            string(value);
        } else if (word < PackedTag.SHORT_WORDS) {
            put(PackedTag.WORDS + word);
        } else {
            put(PackedTag.WORD);
            unsigned(word);
        }
        return this;
    }

    /** Writes null. */
    public PackedWriter nothing() {
        put(PackedTag.NULL);
        return this;
    }

    /** Writes a truth value. */
    public PackedWriter flag(boolean value) {
        put(value ? PackedTag.TRUE : PackedTag.FALSE);
        return this;
    }

    /** Writes a whole number. */
    public PackedWriter number(long value) {
        if (value >= 0 && value < PackedTag.SMALL_NUMBERS) {
            put(PackedTag.NUMBERS + (int) value);
        } else {
            put(PackedTag.NUMBER);
            signed(value);
        }
        return this;
    }

    /** Writes a floating-point number: one with few decimals as a whole number and its scale. */
    public PackedWriter decimal(double value) {
        for (int scale = 0; scale <= MOST_DECIMALS; scale++) {
            double scaled = Math.rint(value * POWERS[scale]);
            if (Math.abs(scaled) < MOST_EXACT
                    && Double.compare(scaled / POWERS[scale], value) == 0
                    && !isMinus(value)) {
                put(PackedTag.DECIMAL);
                put(scale);
                signed((long) scaled);
                return this;
            }
        }
        put(PackedTag.DOUBLE);
        long bits = Double.doubleToLongBits(value);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            put((int) (bits >>> shift));
        }
        return this;
    }

    /** Returns whether a number is minus zero, which a whole number cannot express. */
    private static boolean isMinus(double value) {
        return value == 0 && Double.compare(value, 0.0) != 0;
    }

    /** Writes an instant. */
    public PackedWriter instant(Instant value) {
        boolean sameNano = value.getNano() == lastNano;
        put(sameNano ? PackedTag.SECONDS : PackedTag.INSTANT);
        signed(value.getEpochSecond() - lastSecond);
        lastSecond = value.getEpochSecond();
        if (!sameNano) {
            lastNano = value.getNano();
            unsigned(lastNano);
        }
        return this;
    }

    /** Writes a field; nothing if the value is null. */
    public PackedWriter field(String name, @Nullable String value) {
        return value == null ? this : name(name).text(value);
    }

    /** Writes a field; nothing if the value is null. */
    public PackedWriter field(String name, @Nullable Instant value) {
        return value == null ? this : name(name).instant(value);
    }

    /** Writes a field. */
    public PackedWriter field(String name, long value) {
        return name(name).number(value);
    }

    /** Writes a field. */
    public PackedWriter field(String name, boolean value) {
        return name(name).flag(value);
    }

    /** Writes any JSON. */
    public PackedWriter tree(JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                object();
                for (Map.Entry<String, JsonNode> field : value.properties()) {
                    name(field.getKey()).tree(field.getValue());
                }
                end();
            }
            case ARRAY -> {
                list();
                value.forEach(this::tree);
                end();
            }
            case STRING -> text(value.textValue());
            case BOOLEAN -> flag(value.booleanValue());
            case NUMBER -> number(value);
            case NULL, MISSING -> nothing();
            case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + value.getNodeType());
        }
        return this;
    }

    private void number(JsonNode value) {
        if (value.isBigDecimal() || value.isIntegralNumber() && !value.canConvertToLong()) {
            put(PackedTag.BIG);
            text(value.asText());
        } else if (value.isIntegralNumber()) {
            number(value.longValue());
        } else {
            decimal(value.doubleValue());
        }
    }

    private void string(String value) {
        int start = size;
        int length = value.length();
        if (length < PackedTag.SHORT_STRING) {
            put(PackedTag.STRINGS + length);
        } else {
            put(PackedTag.STRING);
            unsigned(length);
        }
        if (!literal(value)) {
            byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
            size = start;
            put(PackedTag.STRING);
            unsigned(encoded.length);
            encoded(encoded);
        }
    }

    private void encoded(byte[] utf8) {
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    /** Writes ASCII as it is; returns false if the text contains anything else. */
    private boolean literal(String value) {
        int length = value.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char each = value.charAt(i);
            if (each >= 0x80) {
                return false;
            }
            bytes[size + i] = (byte) each;
        }
        size += length;
        return true;
    }

    private void signed(long value) {
        unsigned((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        put((int) rest);
    }

    private void put(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
