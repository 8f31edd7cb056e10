package dev.oneping.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
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
            case "retracted" -> {
                assertEquals(ringing, device, this + ": taken from a device that does not show it");
                ringing = null;
            }
            default -> {
                if (ENDS.contains(what)) {
                    ends.add(what);
                }
            }
        }
    }

    private void began(int attempt, String device) {
        assertTrue(ends.isEmpty(), this + ": shown after its end");
        assertTrue(ringing == null || ringing.equals(device), this + ": rings on two devices at once");
        assertNull(attempts.put(attempt, device), this + ": an attempt's number is used twice");
        assertEquals(attempts.size(), attempt, this + ": an attempt is missing");
        ringing = device;
    }

    /** Asserts that it ended exactly once. */
    void assertOver() {
        assertTrue(ends.size() == 1 || SOUND.contains(ends), this + ": must have ended once");
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
