package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of activity of a user on a device that its client can report: one vocabulary for reports, presence and rules.
 * The names in JSON are short, because they are stored with each session.
 */
public enum ActivityKind {
    /** The user is writing. */
    @JsonProperty("t")
    TYPING("typing", 1),
    /** A call is in progress. */
    @JsonProperty("c")
    IN_CALL("in_call", 2),
    /** Others can see the screen. */
    @JsonProperty("p")
    PRESENTING("presenting", 3),
    /** The device's own do-not-disturb mode is on, which is a setting and occupies nobody. */
    @JsonProperty("d")
    DO_NOT_DISTURB("dnd", 0);

    /** All kinds, in a list that is not copied for each caller. */
    public static final List<ActivityKind> ALL = List.of(values());

    private final String code;
    private final int occupation;

    ActivityKind(String code, int occupation) {
        this.code = code;
        this.occupation = occupation;
    }

    /** Its name in reports and in rule cases. */
    public String code() {
        return code;
    }

    /** Its rank among the activities that occupy the user, the highest last; 0 if it does not. */
    public int occupation() {
        return occupation;
    }

    /** Whether the user is busy with others meanwhile, and free once it has ended. */
    public boolean isBusy() {
        return occupation > TYPING.occupation;
    }

    /** A map of the kinds that have a value. */
    public static <T> Map<ActivityKind, T> map(Function<ActivityKind, @Nullable T> value) {
        EnumMap<ActivityKind, T> map = new EnumMap<>(ActivityKind.class);
        for (ActivityKind kind : ALL) {
            T of = value.apply(kind);
            if (of != null) {
                map.put(kind, of);
            }
        }
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(map);
    }
}
