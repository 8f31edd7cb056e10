package dev.oneping.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The list of all event types, derived from the sealed {@link Event}, so that none can be missing. */
public final class EventCatalogue {

    private static final ClassValue<Words> WORDS = new ClassValue<>() {
        @Override
        protected Words computeValue(Class<?> event) {
            EventType type = event.getAnnotation(EventType.class);
            if (type == null) {
                throw new IllegalStateException(event.getName() + " has no @EventType");
            }
            return new Words(type.name(), type.means());
        }
    };

    private static final List<Entry> ENTRIES = records(Event.class)
            .map(record -> new Entry(words(record).name(), words(record).means(), record, DataSchema.of(record)))
            .sorted(Comparator.comparing(Entry::type))
            .toList();

    private EventCatalogue() {}

    /** All types, sorted by name. */
    public static List<Entry> entries() {
        return ENTRIES;
    }

    /**
     * Parses a subscriber's pattern for event types.
     *
     * @throws IllegalArgumentException if the text is malformed or matches no event type; the message is for the
     *     caller
     */
    public static TypePattern parsePattern(String text) {
        TypePattern pattern = new TypePattern(text);
        if (ENTRIES.stream().noneMatch(entry -> pattern.matches(entry.type()))) {
            throw new IllegalArgumentException(
                    "There is no event type '" + text + "'; GET /v1/event-types lists all types");
        }
        return pattern;
    }

    /**
     * The name and description from the annotation, cached because every appended event needs them and reading an
     * annotation is slow.
     */
    static Words words(Class<?> event) {
        return WORDS.get(event);
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        Class<?>[] permitted = sealed.getPermittedSubclasses();
        return permitted == null ? Stream.of(sealed) : Arrays.stream(permitted).flatMap(EventCatalogue::records);
    }

    /** The name and description of an event type. */
    record Words(String name, String means) {}

    /**
     * One type of event.
     *
     * @param type   the name
     * @param means  the description
     * @param record the class of the event
     * @param schema the JSON Schema of its {@code data}
     */
    public record Entry(String type, String means, Class<?> record, ObjectNode schema) {

        /** The schema as a standalone document. */
        public ObjectNode document() {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            return document.setAll(schema);
        }
    }
}
