package dev.oneping.delivery.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.life.StoredExplanation;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.redis.packed.PackedReader;
import dev.oneping.redis.packed.PackedWriter;

/** The stored form of the lines of a trace: the JSON of a {@link TraceLine}, packed. */
final class PackedTraceLine {

    private final ObjectMapper json;

    PackedTraceLine(ObjectMapper json) {
        this.json = json;
    }

    byte[] write(TraceLine line) {
        PackedWriter out = new PackedWriter().object();
        out.field("at", line.at()).field("cause", line.cause()).name("events").list();
        line.events().forEach(out::text);
        out.end().field("device", line.device()).field("channel", line.channel());
        out.field("note", line.note());
        if (line.explanation() instanceof StoredExplanation explanation) {
            explanation.pack(out.name("explanation"));
        } else if (line.explanation() != null) {
            out.name("explanation").tree(json.<JsonNode>valueToTree(line.explanation()));
        }
        return out.end().bytes();
    }

    TraceLine read(byte[] stored) {
        try {
            return json.treeToValue(PackedReader.tree(stored), TraceLine.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own records must be readable", e);
        }
    }
}
