package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.connection.frame.ClientFrame;
import dev.oneping.connection.frame.ClientFrame.IgnoredField;
import dev.oneping.connection.frame.FrameReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The schemas of the device's frames and the code accept the same: generated frames are accepted, and a frame with one part
 * changed is refused by both or by neither.
 */
class DeviceFrameFuzzTest {

    private static final DeviceContract CONTRACT = DeviceContract.written();
    private static final long SEED = 12;
    private static final int ROUNDS = 2_000;

    private final Random random = new Random(SEED);
    private final SchemaSampler sampler = new SchemaSampler(CONTRACT.root(), random);
    private final List<String> messages = List.copyOf(CONTRACT.messages(true));

    @Test
    void shouldAcceptEveryFrameThatTheSchemaAllows() {
        for (int round = 0; round < ROUNDS; round++) {
            String message = messages.get(round % messages.size());
            JsonNode frame = frame(message);

            assertEquals(List.of(), CONTRACT.check(message, frame), frame::toString);
            assertEquals(List.of(), complaints(frame), frame::toString);
        }
    }

    @Test
    void shouldRefuseWhatTheSchemaRefusesAndNothingElse() {
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String message = messages.get(round % messages.size());
            JsonNode frame = changed(frame(message));
            boolean allowed = CONTRACT.check(message, frame).isEmpty();
            refused += allowed ? 0 : 1;

            assertEquals(allowed, complaints(frame).isEmpty(), () -> frame + " " + complaints(frame));
        }
        assertTrue(refused > ROUNDS / 4, "only " + refused + " frames were refused");
    }

    private JsonNode frame(String message) {
        JsonNode frame = sampler.sample(CONTRACT.root().at("/components/messages/" + message + "/payload"));
        // Its other fields are the server's.
        return message.equals("ring") ? ((ObjectNode) frame).retain("type", "id") : frame;
    }

    /** Returns what the code has against a frame. The schema cannot know which time zones exist. */
    private static List<String> complaints(JsonNode frame) {
        List<IgnoredField> odd = switch (FrameReader.read(frame.toString().getBytes(StandardCharsets.UTF_8))) {
            case ClientFrame.Malformed malformed -> List.of(new IgnoredField("", malformed.detail()));
            case ClientFrame.Hello hello -> hello.odd();
            case ClientFrame.Observed observed -> observed.odd();
            case ClientFrame ignored -> List.of();
        };
        return odd.stream()
                .filter(field -> !field.rule().contains("IANA"))
                .map(field -> field.field() + " " + field.rule())
                .toList();
    }

    /** Replaces one value of a frame, but not its type, by some other. */
    private JsonNode changed(JsonNode frame) {
        List<Runnable> changes = new ArrayList<>();
        collect(frame, changes);
        if (!changes.isEmpty()) {
            changes.get(random.nextInt(changes.size())).run();
        }
        return frame;
    }

    private void collect(JsonNode node, List<Runnable> changes) {
        if (node instanceof ObjectNode object) {
            object.properties().stream()
                    .filter(property -> !property.getKey().equals("type")
                            || !property.getValue().isTextual()
                            || property.getValue().asText().contains("G"))
                    .forEach(property -> {
                        changes.add(() -> object.set(property.getKey(), other()));
                        collect(property.getValue(), changes);
                    });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int place = i;
                changes.add(() -> array.set(place, other()));
                collect(array.get(i), changes);
            }
        }
    }

    private JsonNode other() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(12)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(-1);
            case 3 -> json.numberNode(0.5);
            case 4 -> json.numberNode(1200.5);
            case 5 -> json.numberNode(1e300);
            case 6 -> json.textNode("");
            case 7 -> json.textNode("a b");
            case 8 -> json.textNode("é".repeat(65));
            case 9 -> json.arrayNode();
            case 10 -> json.arrayNode().add(json.nullNode());
            default -> json.objectNode();
        };
    }
}
