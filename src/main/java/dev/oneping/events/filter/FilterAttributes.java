package dev.oneping.events.filter;

import dev.oneping.events.CloudEvent;
import org.jspecify.annotations.Nullable;

/** Reads the attributes of an event by name, as strings. */
final class FilterAttributes {

    private FilterAttributes() {}

    static @Nullable String of(CloudEvent event, String name) {
        return switch (name) {
            case "specversion" -> event.specversion();
            case "id" -> event.id();
            case "source" -> event.source();
            case "type" -> event.type();
            case "subject" -> event.subject();
            case "time" -> event.time().toString();
            case "datacontenttype" -> event.datacontenttype();
            case "version" -> Long.toString(event.version());
            case "sequence" -> event.sequence();
            default -> null;
        };
    }
}
