package dev.oneping.signal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody signalled: that something has happened.
 *
 * @param domain     the vocabulary
 * @param type       what happened, in that vocabulary
 * @param eid        the sender's own id; null if it gave none
 * @param happened   when it happened, as the sender says; null if it says nothing
 * @param attributes what else it says, each with one value or more
 * @param async      whether the sender does not want to wait
 */
record Signal(
        String domain,
        String type,
        @Nullable String eid,
        @Nullable Instant happened,
        Map<String, List<String>> attributes,
        boolean async) {

    /** Copies the attributes, in their order. */
    Signal {
        attributes = new LinkedHashMap<>(attributes);
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name)).map(List::getFirst);
    }

    /** Without what it says, for that may be content. */
    @Override
    public String toString() {
        return "Signal[" + domain + ":" + type + "]";
    }
}
