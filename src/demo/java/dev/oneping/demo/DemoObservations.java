package dev.oneping.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device's observations of its user and of itself, as a {@code report} frame and as text.
 *
 * @param words     what it is, in words
 * @param attention the frame's {@code attention}
 * @param battery   the frame's {@code battery}; null if the device has none to speak of
 */
record DemoObservations(
        String words,
        Map<String, Object> attention,
        @Nullable Map<String, Object> battery) {

    /** A laptop in use. */
    static DemoObservations inUse() {
        return new DemoObservations(
                "visible, focused, last input 1 s ago",
                Map.of("visible", true, "focused", true, "idle_ms", 1_000, "screen", "unlocked"),
                null);
    }

    /** A phone in a pocket. */
    static DemoObservations inPocket() {
        return new DemoObservations(
                "locked, last touched 10 min ago",
                Map.of("visible", false, "focused", false, "idle_ms", 600_000, "screen", "locked"),
                Map.of("level", 0.8, "charging", false));
    }

    /** A device that was just locked. */
    static DemoObservations justLocked() {
        return new DemoObservations(
                "screen locked",
                Map.of("visible", false, "focused", false, "idle_ms", 2_000, "screen", "locked"),
                null);
    }

    /** Returns a copy with another battery level. */
    DemoObservations withBattery(int percent, boolean charging) {
        return new DemoObservations(
                words + ", battery " + percent + " %" + (charging ? ", charging" : ", not charging"),
                attention,
                Map.of("level", percent / 100.0, "charging", charging));
    }

    /** Returns the fields of a report frame. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("attention", attention);
        if (battery != null) {
            fields.put("battery", battery);
        }
        return fields;
    }
}
