package dev.oneping.connection.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.watch.GroupPresence;
import dev.oneping.watch.VisiblePresence;
import dev.oneping.watch.WatchRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Writes presence frames for watchers. */
final class PresenceWriter {

    private PresenceWriter() {}

    static void presence(JsonGenerator json, ServerFrame.Presence presence) throws IOException {
        json.writeStringField("type", "presence");
        json.writeBooleanField("snapshot", presence.snapshot());
        json.writeArrayFieldStart("people");
        for (VisiblePresence person : presence.people()) {
            person(json, person);
        }
        json.writeEndArray();
        if (!presence.groups().isEmpty()) {
            json.writeArrayFieldStart("groups");
            for (GroupPresence group : presence.groups()) {
                group(json, group);
            }
            json.writeEndArray();
        }
    }

    static void unwatch(JsonGenerator json, WatchRequest ended) throws IOException {
        json.writeStringField("type", "unwatch");
        names(json, "users", ended.users().stream().map(UserId::value).toList());
        names(json, "groups", ended.groups().stream().map(GroupId::value).toList());
    }

    private static void person(JsonGenerator json, VisiblePresence person) throws IOException {
        json.writeStartObject();
        json.writeStringField("user", person.user().value());
        json.writeBooleanField("online", person.online());
        json.writeStringField("attention", person.attention().code());
        if (person.since() != null) {
            json.writeStringField("since", person.since().toString());
        }
        json.writeEndObject();
    }

    private static void group(JsonGenerator json, GroupPresence group) throws IOException {
        json.writeStartObject();
        json.writeStringField("group", group.group().value());
        if (group.members() != null) {
            names(
                    json,
                    "members",
                    Objects.requireNonNull(group.members()).stream()
                            .map(UserId::value)
                            .toList());
        }
        json.writeObjectFieldStart("counts");
        json.writeNumberField("members", group.total());
        json.writeNumberField("online", group.online());
        json.writeNumberField("active", group.active());
        json.writeEndObject();
        if (group.interval() != null) {
            json.writeNumberField(
                    "interval_ms", Objects.requireNonNull(group.interval()).toMillis());
        }
        if (group.partial()) {
            json.writeBooleanField("partial", true);
        }
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }
}
