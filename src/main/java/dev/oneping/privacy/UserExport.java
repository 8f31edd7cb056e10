package dev.oneping.privacy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.model.UserRef;
import dev.oneping.privacy.KeyKind.Owner;
import dev.oneping.privacy.PersonalKeys.Named;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes all that is stored about a user as JSON, while it reads it page by page, so that the memory it takes does not grow with the
 * data. What changes during the export may be missing or outdated. Blocks.
 */
@Singleton
class UserExport {

    /** Writing a part must not flush it: the transport decides what one packet is. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .build();

    private final KeyScan scan;
    private final Shards shards;
    private final Clock clock;

    UserExport(KeyScan scan, Shards shards, Clock clock) {
        this.scan = scan;
        this.shards = shards;
        this.clock = clock;
    }

    /** Writes the export of a user; of one who is unknown, one without records. */
    void write(UserRef user, OutputStream output) throws IOException {
        Ownership ownership =
                new Ownership(Subject.of(user), scan, shards.of(user).number());
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            json.writeStringField("user", user.user().value());
            json.writeStringField("exported_at", clock.instant().toString());
            json.writeArrayFieldStart("records");
            writeRecords(ownership, json);
            json.writeEndArray();
            json.writeArrayFieldStart("topics");
            writeTopics(user, json);
            json.writeEndArray();
            json.writeArrayFieldStart("events");
            writeEvents(user, ownership, json);
            json.writeEndArray();
            json.writeArrayFieldStart("decisions");
            writeDecisions(user, ownership, json);
            json.writeEndArray();
            json.writeEndObject();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeRecords(Ownership ownership, JsonGenerator json) {
        Set<String> written = new HashSet<>();
        scan.keys("*", page -> {
            List<Named> candidates = page.stream()
                    .filter(key -> key.kind().isPersonal() && key.kind().owner() != Owner.TENANT)
                    .toList();
            List<Boolean> owns =
                    KeyScan.all(candidates.stream().map(ownership::owns).toList());
            List<Named> owned = new ArrayList<>();
            for (int i = 0; i < candidates.size(); i++) {
                if (owns.get(i) && written.add(candidates.get(i).key())) {
                    owned.add(candidates.get(i));
                }
            }
            List<StoredValue> values = values(owned);
            for (int i = 0; i < owned.size(); i++) {
                writeRecord(owned.get(i), values.get(i), json);
            }
        });
    }

    private List<StoredValue> values(List<Named> keys) {
        List<Uni<StoredValue>> reads = keys.stream().map(this::value).toList();
        return KeyScan.all(reads);
    }

    private Uni<StoredValue> value(Named key) {
        return scan.command(Command.TYPE, key.key())
                .map(Reply::text)
                .chain(type -> read(key.key(), type).map(reply -> new StoredValue(type, reply)));
    }

    private Uni<Reply> read(String key, String type) {
        return switch (type) {
            case "hash" -> scan.command(Command.HGETALL, key);
            case "zset" -> scan.command(Command.ZRANGE, key, 0, -1);
            case "set" -> scan.command(Command.SMEMBERS, key);
            case "list" -> scan.command(Command.LRANGE, key, 0, -1);
            default -> scan.command(Command.GET, key);
        };
    }

    private static void writeRecord(Named key, StoredValue value, JsonGenerator json) {
        if (value.reply().isNil()) {
            return;
        }
        try {
            json.writeStartObject();
            json.writeStringField("kind", key.kind().shape());
            json.writeStringField("id", key.kind().owner() == Owner.VALUE ? "" : key.rest());
            json.writeFieldName("value");
            value.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeTopics(UserRef user, JsonGenerator json) {
        scan.keys(
                "topic:{" + user.tenant() + "}:*",
                page -> page.forEach(key -> {
                    if (!scan.ask(Command.ZSCORE, key.key(), user.user()).isNil()) {
                        write(json, StoredValues.json(key.parts().get(1)));
                    }
                }));
    }

    private void writeEvents(UserRef user, Ownership ownership, JsonGenerator json) {
        scan.entries(
                shards.of(user).key("events"),
                page -> page.forEach(entry -> {
                    Map<String, String> fields = entry.at(1).map();
                    if (user.toString().equals(fields.get("user"))) {
                        fields.values().forEach(ownership::learn);
                        write(json, event(entry.text(0), fields));
                    }
                }));
    }

    private static ObjectNode event(String position, Map<String, String> fields) {
        ObjectNode event = JSON.createObjectNode();
        event.put(
                "at",
                Instant.ofEpochMilli(Long.parseLong(position.split("-")[0])).toString());
        event.put("type", fields.get("type"));
        event.put("version", fields.get("version"));
        event.set("data", StoredValues.json(fields.getOrDefault("data", "")));
        return event;
    }

    private void writeDecisions(UserRef user, Ownership ownership, JsonGenerator json) {
        scan.entries(
                "{rules}:facts:" + user.tenant(),
                page -> page.forEach(entry -> {
                    String kept = entry.at(1).map().getOrDefault("kept", "");
                    if (ownership.names(kept)) {
                        write(json, StoredValues.json(kept));
                    }
                }));
    }

    private static void write(JsonGenerator json, JsonNode value) {
        try {
            JSON.writeTree(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a key, as a command for its type has read it. */
    private record StoredValue(String type, Reply reply) {

        void write(JsonGenerator json) throws IOException {
            switch (type) {
                case "hash" -> {
                    json.writeStartObject();
                    for (int i = 0; i + 1 < reply.size(); i += 2) {
                        json.writeFieldName(reply.text(i));
                        JSON.writeTree(json, StoredValues.json(reply.bytes(i + 1)));
                    }
                    json.writeEndObject();
                }
                case "zset", "set", "list" -> {
                    json.writeStartArray();
                    for (String member : reply.texts()) {
                        JSON.writeTree(json, StoredValues.json(member));
                    }
                    json.writeEndArray();
                }
                default -> JSON.writeTree(json, StoredValues.json(reply.text()));
            }
        }
    }
}
