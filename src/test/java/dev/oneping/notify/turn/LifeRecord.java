package dev.oneping.notify.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The history of one notification according to its events; rejects illegal sequences. */
final class LifeRecord {

    private static final Set<String> ENDS =
            Set.of("seen", "acted", "dismissed", "suppressed", "expired", "exhausted", "cancelled");
    private static final Set<List<String>> SOUND = Set.of(List.of("seen", "acted"), List.of("seen", "dismissed"));

    private final String id;
    private final List<String> told = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final Map<Integer, String> attempts = new HashMap<>();
    private final Set<String> displayed = new HashSet<>();
    private final Set<String> answerers = new HashSet<>();
    private @Nullable String ringing;

    LifeRecord(String id) {
        this.id = id;
    }

    void add(String type, JsonNode data) {
        String what = type.substring("notification.".length());
        String device = data.path("device").asText(null);
        told.add(device == null ? what : what + " " + device);
        switch (what) {
            case "delivering" -> began(data.path("attempt").asInt(), String.valueOf(device));
            case "displayed" -> displayed(data.path("devices"));
            case "retracted" -> retracted(String.valueOf(device));
            default -> {
                if (ENDS.contains(what)) {
                    ends.add(what);
                    answerers.add(String.valueOf(device));
                }
            }
        }
    }

    private void began(int attempt, String device) {
        assertTrue(ends.isEmpty(), this + ": shown after its end");
        assertNull(attempts.put(attempt, device), this + ": an attempt's number is used twice");
        assertEquals(attempts.size(), attempt, this + ": an attempt is missing");
        // Only the sound moves on; what is not retracted stays displayed.
        if (ringing != null && !ringing.equals(device)) {
            displayed.add(ringing);
        }
        displayed.remove(device);
        ringing = device;
    }

    private void displayed(JsonNode devices) {
        assertTrue(ends.isEmpty(), this + ": displayed after its end");
        for (JsonNode device : devices) {
            assertTrue(
                    !device.asText().equals(ringing) && displayed.add(device.asText()),
                    this + ": displayed where it is shown");
        }
    }

    private void retracted(String device) {
        if (device.equals(ringing)) {
            ringing = null;
        } else {
            assertTrue(displayed.remove(device), this + ": taken from a device that does not show it");
        }
    }

    /** Asserts that it ended exactly once. */
    void assertOver() {
        assertTrue(ends.size() == 1 || SOUND.contains(ends), this + ": must have ended once");
        Set<String> left = new HashSet<>(displayed);
        if (ringing != null) {
            left.add(ringing);
        }
        left.removeAll(answerers);
        assertEquals(Set.of(), left, this + ": still shown after its end");
    }

    /** Returns its final outcome; null if it has not ended. */
    @Nullable
    String end() {
        return ends.isEmpty() ? null : ends.getLast();
    }

    int attempts() {
        return attempts.size();
    }

    @Override
    public String toString() {
        return id + " " + told;
    }
}
