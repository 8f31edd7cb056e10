package dev.oneping.signal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signal: a sender's report that something has happened.
 *
 * @param domain     the vocabulary
 * @param type       the kind of occurrence, in that vocabulary
 * @param eid        the sender's own id; null if it gave none
 * @param happened   the time of the occurrence by the sender; null if absent
 * @param attributes further attributes, each with one value or more
 * @param async      whether the sender does not want to wait
 */
record Signal(
        String domain,
        String type,
        @Nullable String eid,
        @Nullable Instant happened,
        Map<String, List<String>> attributes,
        boolean async) {

    /** Copies the attributes and keeps their order. */
    Signal {
        attributes = new LinkedHashMap<>(attributes);
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name)).map(List::getFirst);
    }

    /** Omits the attributes, which may be content. */
    @Override
    public String toString() {
        return "Signal[" + domain + ":" + type + "]";
    }
}
