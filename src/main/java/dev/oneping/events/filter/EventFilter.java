package dev.oneping.events.filter;

import dev.oneping.events.CloudEvent;
import java.util.List;
import java.util.Map;

/**
 * Which events somebody wants, by their attributes; the data is never looked at. An attribute that an event lacks makes
 * the comparison false.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/main/subscriptions/spec.md">CloudEvents Subscriptions, filters</a>
 */
public sealed interface EventFilter {

    /** Whether the event passes. */
    boolean passes(CloudEvent event);

    /** Each attribute is that value. */
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

    /** Each attribute begins so. */
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

    /** Each attribute ends so. */
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

    /** All of them pass it; none at all lets everything pass. */
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

    /** At least one of them passes it. */
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

    /** It does not pass it. */
    record Not(EventFilter filter) implements EventFilter {
        @Override
        public boolean passes(CloudEvent event) {
            return !filter.passes(event);
        }
    }
}
