package dev.oneping.presence.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.ActivityKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing of valid reports, and rejection of invalid ones. */
class ReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldReadEveryField() throws Exception {
        Report report = parse("""
                {"seq":7,"attention":{"visible":true,"focused":false,"idle_ms":1200,"screen":"unlocked"},
                 "battery":{"level":0.81,"charging":true},"network":{"type":"wifi","metered":false},
                 "location":{"lat":52.52,"lon":13.40,"accuracy_m":30},"zone":"Europe/Berlin"}""");

        assertEquals(
                new Report(
                        7,
                        new AttentionReport(true, false, Duration.ofMillis(1200), Screen.UNLOCKED),
                        new Battery(0.81, true, false),
                        new Network("wifi", false),
                        new Location(52.52, 13.40, 30.0),
                        ZoneId.of("Europe/Berlin")),
                report);
    }

    @Test
    void shouldReadActivityAndReportedPlaces() throws Exception {
        Report report = parse("""
                {"attention":{"typing":true,"in_call":false,"presenting":true,"dnd":false},"places":["home","gym"],
                 "network":{"type":"wifi","hash":"b5bb9d8014a0f9b1d61e21e796d78dccdf1352f2"},
                 "capabilities":["sound","rich"],"invisible":true}""");

        assertEquals(
                Map.of(
                        ActivityKind.TYPING, true,
                        ActivityKind.IN_CALL, false,
                        ActivityKind.PRESENTING, true,
                        ActivityKind.DO_NOT_DISTURB, false),
                report.activity());
        assertEquals(Set.of("home", "gym"), report.places());
        assertEquals(Set.of("sound", "rich"), report.capabilities());
        assertEquals(true, report.invisible());
        assertEquals(new Network("wifi", false, "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f2"), report.network());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"attention\":{}}",
                "{\"battery\":{\"charging\":true}}",
                "{\"battery\":null,\"zone\":null,\"seq\":null}",
                "{\"seq\":0,\"mood\":\"good\",\"attention\":{\"typing\":true}}"
            })
    void shouldTreatFieldsAsOptionalAndIgnoreUnknownOnes(String json) throws Exception {
        assertNull(parse(json).battery());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"location":{"lat":91,"lon":0}}          | /location/lat        | from -90 to 90
            {"location":{"lat":0,"lon":-180.5}}      | /location/lon        | from -180 to 180
            {"location":{"lat":0}}                   | /location/lon        | is required
            {"location":{"lat":0,"lon":0,"accuracy_m":-1}} | /location/accuracy_m | 0 or more
            {"location":"home"}                      | /location            | an object
            {"battery":{"level":1.2}}                | /battery/level       | from 0 to 1
            {"battery":{"level":"full"}}             | /battery/level       | a number
            {"battery":{"level":0.5,"charging":1}}   | /battery/charging    | true or false
            {"battery":[]}                           | /battery             | an object
            {"zone":"Mars/Base"}                     | /zone                | IANA
            {"zone":2}                               | /zone                | a string
            {"network":{"type":""}}                  | /network/type        | 1 to 64
            {"network":{"type":"\\ud800"}}            | /network/type        | surrogate
            {"network":{"metered":"no"}}             | /network/metered     | true or false
            {"attention":true}                       | /attention           | an object
            {"attention":{"visible":"yes"}}          | /attention/visible   | true or false
            {"attention":{"idle_ms":-1}}             | /attention/idle_ms   | whole number
            {"attention":{"idle_ms":1.5}}            | /attention/idle_ms   | whole number
            {"attention":{"idle_ms":99999999999999999999}} | /attention/idle_ms | whole number
            {"attention":{"idle_ms":31622400001}}    | /attention/idle_ms   | from 0 to 31622400000
            {"attention":{"screen":"broken"}}        | /attention/screen    | unlocked, locked, off
            {"attention":{"in_call":"yes"}}          | /attention/in_call   | true or false
            {"attention":{"dnd":1}}                  | /attention/dnd       | true or false
            {"places":"home"}                        | /places              | at most 16 strings
            {"places":[""]}                          | /places/0            | 1 to 64
            {"places":[null]}                        | /places/0            | a string
            {"capabilities":[1]}                     | /capabilities/0      | a string
            {"network":{"hash":""}}                  | /network/hash        | 1 to 128
            {"invisible":"no"}                       | /invisible           | true or false
            {"seq":-1}                               | /seq                 | whole number
            {"seq":9007199254740992}                 | /seq                 | from 0 to 9007199254740991
            {"location":{"lat":1e400,"lon":0}}       | /location/lat        | from -90 to 90
            {"location":{"lat":0,"lon":0,"accuracy_m":1e999}} | /location/accuracy_m | 0 or more
            {"seq":"7"}                              | /seq                 | whole number
            []                                       | ''                   | an object
            """)
    void shouldRejectInvalidFieldsByName(String json, String pointer, String rule) {
        InvalidReportException refusal = assertThrows(InvalidReportException.class, () -> parse(json));

        assertEquals(pointer, refusal.pointer());
        assertTrue(refusal.detail().contains(rule), refusal.detail());
    }

    private static Report parse(String json) throws JsonProcessingException {
        return Report.parse(JSON.readTree(json));
    }
}
