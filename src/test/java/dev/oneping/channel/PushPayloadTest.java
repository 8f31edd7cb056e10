package dev.oneping.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PushPayloadTest {

    @Test
    void shouldSendAllThatFits() throws IOException {
        JsonNode frame = of(Messages.show("Order 8731", "It has been paid.", 10), 4096);

        assertEquals("notify", frame.get("type").asText());
        assertEquals("It has been paid.", frame.get("body").asText());
        assertEquals("dddddddddd", frame.get("data").asText());
        assertEquals("2026-11-01T12:00:45Z", frame.get("ack_by").asText());
        assertFalse(frame.has("cut"));
    }

    @Test
    void shouldLetTheDataGoBeforeTheText() throws IOException {
        JsonNode frame = of(Messages.show("Order 8731", "It has been paid.", 5000), 4096);

        assertEquals("It has been paid.", frame.get("body").asText());
        assertFalse(frame.has("data"));
        assertTrue(frame.get("cut").asBoolean());
    }

    @Test
    void shouldCutTheBodyBetweenCharactersWhateverTheirLength() throws IOException {
        for (String character : new String[] {"a", "ä", "€", "😀", "\"", "\n"}) {
            for (int limit = 1000; limit < 1012; limit++) {
                ChannelMessage.Show message = Messages.show("Order 8731", character.repeat(2000), 0);
                byte[] bytes = PushPayload.of(message, limit, frame -> frame);
                String body = new ObjectMapper().readTree(bytes).get("body").asText();

                assertTrue(bytes.length <= limit && bytes.length > limit - 12, character + " " + bytes.length);
                String kept = body.substring(0, body.length() - 1);
                assertEquals(character.repeat(kept.length() / character.length()), kept);
                assertTrue(body.endsWith("…"));
            }
        }
    }

    @Test
    void shouldSendTheIdAloneWhereTheTitleIsTooLong() throws IOException {
        JsonNode frame = of(Messages.show("t".repeat(5000), "body", 0), 4096);

        assertEquals(Messages.ID.value(), frame.get("id").asText());
        assertTrue(frame.get("cut").asBoolean());
        assertFalse(frame.has("title"));
    }

    @Test
    void shouldHideSilently() throws IOException {
        JsonNode frame = of(Messages.hide(), 4096);

        assertEquals("retract", frame.get("type").asText());
        assertEquals("acted", frame.get("reason").asText());
    }

    private static JsonNode of(ChannelMessage message, int limit) throws IOException {
        byte[] bytes = PushPayload.of(message, limit, frame -> frame);
        assertTrue(bytes.length <= limit, () -> new String(bytes, StandardCharsets.UTF_8));
        return new ObjectMapper().readTree(bytes);
    }
}
