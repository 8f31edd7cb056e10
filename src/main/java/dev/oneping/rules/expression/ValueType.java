package dev.oneping.rules.expression;

import dev.oneping.model.Priority;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceKind;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The types of facts in rules. The closed types define their values as constants. */
public enum ValueType {
    BOOL(List.of()),
    INT(List.of()),
    DOUBLE(List.of()),
    STRING(List.of()),
    /** A list of strings; rules test membership. */
    STRINGS(List.of()),
    /** Ordered: {@code low < normal < high < critical}. */
    PRIORITY(List.of(Priority.values())),
    /** Excludes {@link AttentionState#UNKNOWN}, which is the lack of a value. */
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

    /** The constants of this type by their names in rules, in order; empty for an open type. */
    public Map<String, Object> constants() {
        return constants;
    }

    /** The constants of all types; names are unique across types. */
    public static Map<String, Object> allConstants() {
        Map<String, Object> all = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(type -> all.putAll(type.constants));
        return all;
    }
}
