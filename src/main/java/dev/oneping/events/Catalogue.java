package dev.oneping.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every type of event there is, read from the sealed {@link Event} itself, so that none can be forgotten. */
public final class Catalogue {

    private static final ClassValue<EventType> TYPES = new ClassValue<>() {
        @Override
        protected EventType computeValue(Class<?> event) {
            EventType type = event.getAnnotation(EventType.class);
            if (type == null) {
                throw new IllegalStateException(event.getName() + " has no @EventType");
            }
            return type;
        }
    };

    private static final List<Entry> ENTRIES = records(Event.class)
            .map(record -> new Entry(type(record).name(), type(record).means(), record, DataSchema.of(record)))
            .sorted(Comparator.comparing(Entry::type))
            .toList();

    private Catalogue() {}

    /** All of them, by name. */
    public static List<Entry> entries() {
        return ENTRIES;
    }

    static EventType type(Class<?> event) {
        return TYPES.get(event);
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        Class<?>[] permitted = sealed.getPermittedSubclasses();
        return permitted == null ? Stream.of(sealed) : Arrays.stream(permitted).flatMap(Catalogue::records);
    }

    /**
     * One type of event.
     *
     * @param type   its name
     * @param means  what it tells
     * @param record what it is made of here
     * @param schema the JSON Schema of its {@code data}
     */
    public record Entry(String type, String means, Class<?> record, ObjectNode schema) {

        /** The schema as a document of its own. */
        public ObjectNode document() {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            return document.setAll(schema);
        }
    }
}
