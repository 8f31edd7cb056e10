package dev.oneping.events.filter;

import dev.oneping.events.CloudEvent;
import java.util.List;
import java.util.Map;

/**
 * A filter over the attributes of events; it never reads the data. A comparison with an attribute that the event
 * lacks is false.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/main/subscriptions/spec.md">CloudEvents Subscriptions,
 *     filters</a>
 */
public sealed interface EventFilter {

    /** Returns whether the event passes. */
    boolean passes(CloudEvent event);

    /** Each attribute equals its value. */
    record Exact(Map<String, String> values) implements EventFilter {
        /** Copies the values. */
        public Exact {
            values = Map.copyOf(values);
        }

        @Override
        public boolean passes(CloudEvent event) {
            return values.entrySet().stream()
                    .allMatch(it -> it.getValue().equals(FilterAttributes.of(event, it.getKey())));
        }
    }

    /** Each attribute starts with its value. */
    record Prefix(Map<String, String> values) implements EventFilter {
        /** Copies the values. */
        public Prefix {
            values = Map.copyOf(values);
        }

        @Override
        public boolean passes(CloudEvent event) {
            return values.entrySet().stream().allMatch(it -> {
                String value = FilterAttributes.of(event, it.getKey());
                return value != null && value.startsWith(it.getValue());
            });
        }
    }

    /** Each attribute ends with its value. */
    record Suffix(Map<String, String> values) implements EventFilter {
        /** Copies the values. */
        public Suffix {
            values = Map.copyOf(values);
        }

        @Override
        public boolean passes(CloudEvent event) {
            return values.entrySet().stream().allMatch(it -> {
                String value = FilterAttributes.of(event, it.getKey());
                return value != null && value.endsWith(it.getValue());
            });
        }
    }

    /** All filters pass; an empty list passes everything. */
    record All(List<EventFilter> filters) implements EventFilter {
        /** Copies the filters. */
        public All {
            filters = List.copyOf(filters);
        }

        @Override
        public boolean passes(CloudEvent event) {
            return filters.stream().allMatch(filter -> filter.passes(event));
        }
    }

    /** At least one filter passes. */
    record Any(List<EventFilter> filters) implements EventFilter {
        /** Copies the filters. */
        public Any {
            filters = List.copyOf(filters);
        }

        @Override
        public boolean passes(CloudEvent event) {
            return filters.stream().anyMatch(filter -> filter.passes(event));
        }
    }

    /** The filter does not pass. */
    record Not(EventFilter filter) implements EventFilter {
        @Override
        public boolean passes(CloudEvent event) {
            return !filter.passes(event);
        }
    }
}
