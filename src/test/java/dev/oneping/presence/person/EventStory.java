package dev.oneping.presence.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.LoggedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a user's events as a subscriber would, and checks that each is a change and none is missing. */
public final class EventStory {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> online = new HashSet<>();
    private final Set<String> places = new HashSet<>();
    private String attention = "unknown";
    private long version;

    /** Checks that the events lead from nothing to what is stored, one change each. */
    public static void assertTells(List<LoggedEvent> events, PublishedPresence stored) {
        EventStory story = new EventStory();
        events.forEach(story::read);
        assertEquals(stored.online().stream().map(device -> device.value()).collect(Collectors.toSet()), story.online);
        assertEquals(stored.attention().code(), story.attention);
    }

    private void read(LoggedEvent event) {
        assertEquals(++version, event.version(), "versions count without a gap");
        JsonNode data = data(event);
        switch (event.type()) {
            case "presence.device.online" ->
                assertTrue(online.add(data.get("device").textValue()), () -> "online twice: " + event);
            case "presence.device.offline" ->
                assertTrue(online.remove(data.get("device").textValue()), () -> "offline twice: " + event);
            case "presence.attention.changed" -> {
                assertEquals(attention, data.get("previous").textValue());
                assertNotEquals(attention, data.get("attention").textValue());
                attention = data.get("attention").textValue();
            }
            case "presence.place.entered", "presence.place.left" ->
                assertTrue(places(event), () -> "told of a side it was on: " + event);
            default -> throw new AssertionError(event);
        }
    }

    private boolean places(LoggedEvent event) {
        String place = data(event).get("device").textValue() + "@"
                + data(event).get("place").textValue();
        return event.type().equals("presence.place.entered") ? places.add(place) : places.remove(place);
    }

    private static JsonNode data(LoggedEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
