package dev.oneping.redis.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What is packed is read as the same JSON, and what was packed earlier still is. */
class PackedWriterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "", "at", "notification.delivering", "Zoë", "x".repeat(31), "é".repeat(31), "y".repeat(5_000), "\u001e");

    @Test
    void shouldReadAnyJsonAsItWasWritten() throws JsonProcessingException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            JsonNode tree = object(random, 4);
            // Compared after a passage through text, by which the types of numbers are those of JSON.
            JsonNode expected = JSON.readTree(JSON.writeValueAsString(tree));
            assertEquals(
                    expected,
                    PackedReader.tree(
                            new PackedWriter("\"any\" label").tree(tree).bytes()),
                    "seed " + seed);
        }
    }

    @Test
    void shouldReadEveryInstantExactly() {
        List<Instant> instants = List.of(
                Instant.parse("2026-12-01T11:19:18.615897816Z"),
                Instant.parse("2026-12-01T11:19:38.615897816Z"),
                Instant.parse("2026-12-01T11:19:08Z"),
                Instant.EPOCH.minusNanos(1),
                Instant.MAX,
                Instant.MIN);
        PackedWriter out = new PackedWriter().list();
        instants.forEach(out::instant);

        JsonNode read = PackedReader.tree(out.end().bytes());

        for (int i = 0; i < instants.size(); i++) {
            assertEquals(instants.get(i).toString(), read.get(i).textValue());
        }
    }

    @Test
    void shouldReadEveryNumberExactly() {
        double[] numbers = {
            0, -0.0, 0.1, 242, -0.29, 1e-7, 1.0 / 3, Double.MAX_VALUE, Double.MIN_VALUE, 9_007_199_254_740_993.0
        };
        for (double number : numbers) {
            assertEquals(
                    number,
                    PackedReader.tree(new PackedWriter().decimal(number).bytes())
                            .doubleValue());
        }
        for (long number : new long[] {0, 15, 16, -1, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(
                    number,
                    PackedReader.tree(new PackedWriter().number(number).bytes()).longValue());
        }
    }

    @Test
    void shouldReadRowsAsObjects() throws JsonProcessingException {
        PackedWriter out = new PackedWriter().rows("fact", "value");
        out.text("a").absent().text("b").number(3).text("c").list().end();

        JsonNode read = PackedReader.tree(out.end().bytes());

        String expected = "[{'fact':'a'},{'fact':'b','value':3},{'fact':'c','value':[]}]";
        assertEquals(JSON.readTree(expected.replace('\'', '"')), read);
    }

    @Test
    void shouldKeepNumbersOfAppsThatAreTooLongForALong() throws JsonProcessingException {
        JsonNode big = JSON.readTree("{\"a\":123456789012345678901234567890}");
        JsonNode exact = NODES.numberNode(new BigDecimal("0.12345678901234567890123"));

        assertEquals(big, PackedReader.tree(new PackedWriter().tree(big).bytes()));
        assertEquals(exact, PackedReader.tree(new PackedWriter().tree(exact).bytes()));
    }

    @Test
    void shouldBeginWithTheLabelAndDifferFromAnyText() {
        byte[] packed = new PackedWriter("\"held\" Zoë").object().end().bytes();

        assertTrue(new String(packed, StandardCharsets.UTF_8).startsWith("\"held\" Zoë\u001e"));
        assertTrue(PackedReader.isPacked(packed));
        byte[] text = "{\"a\":\"\\u001e\"}".getBytes(StandardCharsets.UTF_8);
        assertFalse(PackedReader.isPacked(text));
        assertThrows(IllegalStateException.class, () -> PackedReader.tree(text));
    }

    /** Stored values contain these numbers: a word that moves makes them unreadable. Add new words at the end. */
    @Test
    void shouldKeepTheNumberOfEveryWord() {
        List<String> words = PackedWords.all();
        assertEquals(words.size(), new HashSet<>(words).size(), "a word has one number");

        CRC32 first = new CRC32();
        first.update(String.join("\n", words.subList(0, 311)).getBytes(StandardCharsets.UTF_8));
        assertEquals(1302810845L, first.getValue());
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(text(random), value(random, depth - 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(40) - 20);
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.numberNode(random.nextInt(10_000) / 100.0);
            case 5 -> NODES.numberNode(random.nextGaussian());
            case 6 -> NODES.textNode(text(random));
            case 7 -> object(random, depth);
            default -> {
                ArrayNode list = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
        };
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
