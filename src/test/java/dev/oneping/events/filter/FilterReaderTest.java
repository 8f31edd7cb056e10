package dev.oneping.events.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The six dialects of CloudEvents Subscriptions, and every bound. */
class FilterReaderTest {

    private static final CloudEvent EVENT = CloudEvent.of(
            "evt_1", "notification.acted", "ann", Instant.parse("2026-11-01T12:00:00Z"), 12, "{\"device\":\"laptop\"}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                                    | true
            [{"exact":{"type":"notification.acted"}}]                             | true
            [{"exact":{"type":"notification.acted","subject":"ann"}}]             | true
            [{"exact":{"type":"notification.acted","subject":"bob"}}]             | false
            [{"exact":{"type":"Notification.acted"}}]                             | false
            [{"exact":{"version":"12","sequence":"0000000000000012"}}]            | true
            [{"exact":{"time":"2026-11-01T12:00:00Z"}}]                           | true
            [{"exact":{"specversion":"1.0","id":"evt_1","source":"/v1"}}]         | true
            [{"exact":{"datacontenttype":"application/json"}}]                    | true
            [{"prefix":{"type":"notification."}}]                                 | true
            [{"prefix":{"type":"presence."}}]                                     | false
            [{"suffix":{"type":".acted"}}]                                        | true
            [{"suffix":{"type":".seen"}}]                                         | false
            [{"all":[{"prefix":{"type":"n"}},{"suffix":{"subject":"n"}}]}]        | true
            [{"all":[{"prefix":{"type":"n"}},{"suffix":{"subject":"x"}}]}]        | false
            [{"any":[{"prefix":{"type":"x"}},{"suffix":{"subject":"n"}}]}]        | true
            [{"any":[{"prefix":{"type":"x"}},{"suffix":{"subject":"x"}}]}]        | false
            [{"not":{"exact":{"subject":"bob"}}}]                                 | true
            [{"not":{"exact":{"subject":"ann"}}}]                                 | false
            [{"prefix":{"type":"n"}},{"exact":{"subject":"bob"}}]                 | false
            """)
    void shouldEvaluateEveryDialect(String filters, boolean passes) throws Exception {
        assertEquals(passes, read(filters).passes(EVENT));
    }

    /** Missing attributes, and the data, which filters cannot read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"exact\":{\"dataschema\":\"x\"}}]",
                "[{\"prefix\":{\"dataschema\":\"x\"}}]",
                "[{\"suffix\":{\"dataschema\":\"x\"}}]",
                "[{\"exact\":{\"device\":\"laptop\"}}]",
                "[{\"exact\":{\"data\":\"laptop\"}}]"
            })
    void shouldFailAComparisonWithAMissingAttribute(String filters) throws Exception {
        assertEquals(false, read(filters).passes(EVENT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                           |                  | must be a list
            [1]                                          | /0               | one member
            [{}]                                         | /0               | one member
            [{"exact":{"a":"b"},"not":{}}]               | /0               | one member
            [{"exact":{}}]                               | /0/exact         | an object of attributes
            [{"prefix":[]}]                              | /0/prefix        | an object of attributes
            [{"exact":{"Type":"a"}}]                     | /0/exact/Type    | name must be 1 to 20
            [{"exact":{"abcdefghijklmnopqrstu":"a"}}]    | /0/exact/abcdefghijklmnopqrstu | name must be 1 to 20
            [{"exact":{"type":1}}]                       | /0/exact/type    | a string of 1 to 256
            [{"exact":{"type":""}}]                      | /0/exact/type    | a string of 1 to 256
            [{"all":[]}]                                 | /0/all           | at least one filter
            [{"any":{}}]                                 | /0/any           | at least one filter
            [{"not":[]}]                                 | /0/not           | one member
            [{"not":{"any":[{"exact":{"type":""}}]}}]    | /0/not/any/0/exact/type | a string of 1 to 256
            [{"sql":"type = 'a'"}]                       | /0/sql           | is not supported; use exact
            [{"regex":{"type":"a"}}]                     | /0/regex         | There is no dialect
            """)
    void shouldRejectAnInvalidFilterWithLocationAndRemedy(String filters, String pointer, String sentence) {
        InvalidFilterException refused = assertThrows(InvalidFilterException.class, () -> read(filters));

        assertEquals(pointer == null ? "" : pointer, refused.pointer());
        assertTrue(refused.sentence().contains(sentence), refused::sentence);
    }

    @Test
    void shouldLimitTheNestingDepth() throws Exception {
        assertTrue(read(nested(FilterReader.MAX_DEPTH)).passes(EVENT));

        InvalidFilterException refused =
                assertThrows(InvalidFilterException.class, () -> read(nested(FilterReader.MAX_DEPTH + 1)));
        assertEquals("Filters may be nested at most 8 deep.", refused.sentence());
    }

    @Test
    void shouldLimitTheNumberOfFiltersAndComparisons() throws Exception {
        assertTrue(read(many(FilterReader.MAX_NODES / 2)).passes(EVENT));

        assertThrows(InvalidFilterException.class, () -> read(many(FilterReader.MAX_NODES / 2 + 1)));
    }

    @Test
    void shouldLimitTheLengthOfAString() throws Exception {
        read("[{\"exact\":{\"type\":\"" + "a".repeat(256) + "\"}}]");

        assertThrows(InvalidFilterException.class, () -> read("[{\"exact\":{\"type\":\"" + "a".repeat(257) + "\"}}]"));
    }

    private static EventFilter read(String filters) throws InvalidFilterException, JsonProcessingException {
        return FilterReader.read(new ObjectMapper().readTree(filters));
    }

    private static String nested(int depth) {
        return "[" + "{\"all\":[".repeat(depth - 1) + "{\"exact\":{\"subject\":\"ann\"}}" + "]}".repeat(depth - 1)
                + "]";
    }

    /** Each counts twice: the filter, and its one comparison. */
    private static String many(int filters) {
        String one = "{\"exact\":{\"subject\":\"ann\"}}";
        return "[" + (one + ",").repeat(filters - 1) + one + "]";
    }
}
