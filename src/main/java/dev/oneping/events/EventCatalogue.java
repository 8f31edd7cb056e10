package dev.oneping.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every type of event there is, read from the sealed {@link Event} itself, so that none can be forgotten. */
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

    /** All of them, by name. */
    public static List<Entry> entries() {
        return ENTRIES;
    }

    /**
     * Reads which types somebody wants.
     *
     * @throws IllegalArgumentException where the text has another form or matches no event there is; the message is for
     *     whoever sent it
     */
    public static TypePattern wanted(String text) {
        TypePattern pattern = new TypePattern(text);
        if (ENTRIES.stream().noneMatch(entry -> pattern.matches(entry.type()))) {
            throw new IllegalArgumentException("No event is called '" + text + "'; GET /v1/event-types has all");
        }
        return pattern;
    }

    /** What its annotation says: every event that is told asks for it, and an annotation answers slowly. */
    static Words words(Class<?> event) {
        return WORDS.get(event);
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        Class<?>[] permitted = sealed.getPermittedSubclasses();
        return permitted == null ? Stream.of(sealed) : Arrays.stream(permitted).flatMap(EventCatalogue::records);
    }

    /** How an event is called, and what it means. */
    record Words(String name, String means) {}

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
