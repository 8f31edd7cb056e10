package dev.oneping.rules;

import dev.oneping.model.Priority;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The types that a {@link Variable} can have in a rule. The closed ones bring their values with them, as constants. */
public enum ValueType {
    BOOL(List.of()),
    INT(List.of()),
    DOUBLE(List.of()),
    STRING(List.of()),
    /** A list of texts; rules ask what is in it. */
    STRINGS(List.of()),
    /** Ordered: {@code low < normal < high < critical}. */
    PRIORITY(List.of(Priority.values())),
    /** Without {@link AttentionState#UNKNOWN}, which is no value but the lack of one. */
    ATTENTION(List.of(AttentionState.ACTIVE, AttentionState.PASSIVE, AttentionState.AWAY)),
    KIND(List.of(DeviceKind.values())),
    WEEKDAY(List.of(DayOfWeek.values()));

    private final Map<String, Object> constants;

    ValueType(List<? extends Enum<?>> values) {
        Map<String, Object> byName = new LinkedHashMap<>();
        values.forEach(value -> byName.put(value.name().toLowerCase(Locale.ROOT), value));
        this.constants = Collections.unmodifiableMap(byName);
    }

    /** The name in the documentation of rules, for example {@code priority}. */
    public String typeName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names that stand for this type's values in a rule, in order; empty for an open type. */
    public Map<String, Object> constants() {
        return constants;
    }

    /** The constants of all types; no name stands for two of them. */
    public static Map<String, Object> allConstants() {
        Map<String, Object> all = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(type -> all.putAll(type.constants));
        return all;
    }
}
