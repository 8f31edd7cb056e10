package dev.oneping.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.model.SessionId;
import dev.oneping.presence.Device;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Network;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.testing.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Odd reports over a real socket: an invalid observation is left out and named once, the rest counts, earlier observations
 * stay, and the session continues, however often it happens. Only what is no frame at all is an error.
 */
@Tag("service")
@QuarkusTest
@TestProfile(QuickHeartbeat.class)
class BadReportTest {

    private static final int MAX = 65_536;

    @Inject
    DeviceTokens tokens;

    @Inject
    PresenceStore presence;

    private Someone ann;

    @BeforeEach
    void someone() {
        ann = Someone.with("laptop", tokens);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'location':{'lat':NaN,'lon':0}                    | malformed_json | not well-formed
            'attention':{'idle_ms':-Infinity}                 | malformed_json | not well-formed
            'deep':[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]      | malformed_json | nested too deeply
            """)
    void shouldRejectWhatIsNoFrameStoreNothingAndContinue(String fields, String code, String detail) {
        try (DeviceSocket device = ann.connect()) {
            SessionId session = hello(device);

            device.say("{'type':'report','capabilities':['sound']," + fields + "}");

            JsonNode error = device.awaitError(code);
            assertTrue(error.path("detail").asText().contains(detail), error::toString);
            assertGoesOn(device, session);
            assertEquals(0, laptop().capabilities().size(), "a frame is taken as a whole or not at all");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'location':{'lat':91,'lon':13.4}                  | /location/lat must be a number from -90 to 90
            'location':{'lat':52.5,'lon':-180.01}             | /location/lon must be a number from -180 to 180
            'location':{'lat':1e400,'lon':0}                  | /location/lat
            'location':{'lat':52.5}                           | /location/lon is required
            'location':{'lat':1,'lon':1,'accuracy_m':-5}      | /location/accuracy_m
            'battery':{'level':1.2}                           | /battery/level must be a number from 0 to 1
            'battery':{'level':-0.1}                          | /battery/level
            'battery':{'level':'full'}                        | /battery/level
            'battery':0.5                                     | /battery must be an object
            'zone':'Mars/Base'                                | /zone must be a zone of the IANA
            'zone':1                                          | /zone must be a string
            'attention':{'visible':'yes'}                     | /attention/visible must be true or false
            'attention':{'idle_ms':-1}                        | /attention/idle_ms must be a whole number
            'attention':{'idle_ms':1.5}                       | /attention/idle_ms must be a whole number
            'attention':{'idle_ms':9223372036854775807}       | /attention/idle_ms must be a whole number
            'attention':{'screen':'broken'}                   | /attention/screen must be one of unlocked
            'attention':[]                                    | /attention must be an object
            'places':['home',7]                               | /places/1 must be a string
            'seq':-7                                          | /seq must be a whole number
            'seq':18446744073709551616                        | /seq must be a whole number
            """)
    void shouldNameTheIgnoredFieldOnceAndTakeTheRest(String fields, String detail) {
        try (DeviceSocket device = ann.connect()) {
            SessionId session = hello(device);

            for (int i = 0; i < 20; i++) {
                device.say("{'type':'report','capabilities':['sound']," + fields + "}");
            }

            JsonNode warning = device.await("warning");
            assertEquals("ignored_field", warning.path("code").asText());
            assertTrue(warning.path("detail").asText().contains(detail), warning::toString);
            assertGoesOn(device, session);
            assertEquals(Set.of("sound"), laptop().capabilities());
        }
    }

    @Test
    void shouldWelcomeADeviceWithAnOddSensor() {
        try (DeviceSocket device = ann.connect()) {
            device.say("{'type':'hello','device':'laptop','platform':'web','report':{'battery':{'level':-1},"
                    + "'network':{'type':'5G'}}}");

            device.await("welcome");
            assertTrue(device.await("warning").path("detail").asText().startsWith("/report/battery/level must be"));
            await().until(() -> laptop().network() != null);
        }
    }

    @Test
    void shouldRejectANumberWithThousandsOfDigits() {
        try (DeviceSocket device = ann.connect()) {
            SessionId session = hello(device);

            device.say("{'type':'report','battery':{'level':0." + "9".repeat(5_000) + "}}");

            device.awaitError("malformed_json");
            assertGoesOn(device, session);
        }
    }

    @Test
    void shouldDropLateReportsAndIgnoreUnknownFields() {
        try (DeviceSocket device = ann.connect()) {
            SessionId session = hello(device);

            device.say("{'type':'report','seq':1,'battery':{'level':0.1}}");
            device.say("{'type':'report','seq':0,'battery':{'level':0.2}}");
            device.say("{'type':'report','mood':{'level':11},'attention':{'aura':'blue'},'battery':{'smell':1.2}}");

            assertGoesOn(device, session);
        }
    }

    @Test
    void shouldAcceptTheLargestReportAndCloseForOneByteMore() throws IOException {
        try (RawSocket device = new RawSocket(ann.token())) {
            device.say(
                    "{'type':'hello','device':'laptop','platform':'web','report':{'seq':1,'battery':{'level':0.5}}}");
            device.readUntil(RawSocket.TEXT);
            device.send(
                    true,
                    RawSocket.TEXT,
                    padded("{\"type\":\"report\",\"seq\":2,\"network\":{\"type\":\"wifi\"}", MAX));
            await().until(() -> laptop().network() != null);

            device.send(true, RawSocket.TEXT, padded("{\"type\":\"report\",\"seq\":3", MAX + 1));

            assertEquals(1009, device.readUntil(RawSocket.CLOSE).closeCode());
        }
        try (DeviceSocket again = ann.connect()) {
            assertGoesOn(again, hello(again));
        }
    }

    private SessionId hello(DeviceSocket device) {
        device.say("{'type':'hello','device':'laptop','platform':'web','report':"
                + "{'seq':1,'attention':{'visible':true,'focused':true,'idle_ms':0},'battery':{'level':0.5}}}");
        return new SessionId(device.await("welcome").path("session").asText());
    }

    /** A good report is taken by the same session, and what was said in the hello still holds. */
    private void assertGoesOn(DeviceSocket device, SessionId session) {
        device.say("{'type':'report','seq':7,'network':{'type':'wifi','metered':false}}");
        device.say("{'type':'ping'}");
        device.await("pong");
        await().until(() -> laptop().network() != null);
        Device laptop = laptop();
        Observed<Network> network = Objects.requireNonNull(laptop.network());
        Observed<Battery> battery = Objects.requireNonNull(laptop.battery());
        assertEquals("wifi", network.value().type());
        assertEquals(0.5, battery.value().level());
        assertEquals(State.ACTIVE, laptop.attention().state());
        await().untilAsserted(() -> assertEquals(
                List.of(session),
                laptop().sessions().stream().map(at -> at.session()).toList()));
    }

    private Device laptop() {
        return presence.load(ann.user())
                .await()
                .indefinitely()
                .device(ann.device())
                .orElseThrow();
    }

    private static byte[] padded(String start, int length) {
        String opening = start + ",\"padding\":\"";
        return (opening + "x".repeat(length - opening.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
