package dev.oneping.channel.fcm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.channel.ChannelRig;
import dev.oneping.channel.Messages;
import dev.oneping.channel.SendResult;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.port.ProviderResult;
import dev.oneping.presence.device.AddressStore;
import dev.oneping.presence.device.PushAddress;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FcmSenderTest {

    private static final PushAddress PHONE = new PushAddress.Fcm("bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Instant now = Messages.NOW;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final FakeFcm google = new FakeFcm();
    private FcmSender fcm;

    @BeforeEach
    void readTheAccount() throws IOException {
        Path file = Files.writeString(folder.resolve("account.json"), google.accountFile());
        fcm = new FcmSender(Optional.of(ServiceAccount.read(file)), google.url(), LIMIT, clock);
    }

    @AfterEach
    void close() {
        google.close();
    }

    @Test
    void shouldSendWhatTheAppShowsItself() throws IOException {
        assertEquals(new SendResult.Accepted(), fcm.send(PHONE, Messages.show("Order 8731", "It has been paid.", 0)));

        JsonNode message = google.messages.getFirst().get("message");
        assertEquals(
                "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1",
                message.get("token").asText());
        assertEquals("HIGH", message.at("/android/priority").asText());
        assertEquals("3600s", message.at("/android/ttl").asText());
        assertEquals("order-8731", message.at("/android/collapse_key").asText());
        JsonNode frame = new ObjectMapper().readTree(message.at("/data/oneping").asText());
        assertEquals("It has been paid.", frame.get("body").asText());
    }

    @Test
    void shouldNotWakeAPhoneForWhatMustNotRing() throws IOException {
        fcm.send(PHONE, Messages.quiet("Order 8731"));

        JsonNode message = google.messages.getFirst().get("message");
        assertEquals("NORMAL", message.at("/android/priority").asText());
        JsonNode frame = new ObjectMapper().readTree(message.at("/data/oneping").asText());
        assertEquals("notify", frame.get("type").asText());
        assertFalse(frame.get("ring").asBoolean());
    }

    @Test
    void shouldNeverSendMoreThanFcmTakes() {
        fcm.send(PHONE, Messages.show("Order", "😀".repeat(3000), 0));

        String data = google.messages.getFirst().at("/message/data/oneping").asText();
        assertTrue(data.getBytes(StandardCharsets.UTF_8).length + "oneping".length() <= 4096);
    }

    @Test
    void shouldSpendNoneOfTheFourCollapseKeysWithoutAKeyOfTheApp() {
        fcm.send(PHONE, Messages.showWithoutKey("Order"));
        fcm.send(PHONE, Messages.hide());

        assertEquals(2, google.messages.size());
        assertTrue(google.messages.stream()
                .allMatch(sent -> sent.at("/message/android/collapse_key").isMissingNode()));
    }

    @Test
    void shouldRetractWithLowPriority() {
        fcm.send(PHONE, Messages.hide());

        JsonNode message = google.messages.getFirst().get("message");
        assertEquals("NORMAL", message.at("/android/priority").asText());
        assertTrue(message.at("/data/oneping").asText().contains("retract"));
    }

    @Test
    void shouldShareOneTokenAndRenewItShortlyBeforeItsEnd() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SendResult>> all = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> fcm.send(PHONE, Messages.show("Order", null, 0))))
                    .toList();
            for (Future<SendResult> one : all) {
                assertEquals(new SendResult.Accepted(), one.get());
            }
        }
        assertEquals(1, google.tokens.get());

        now = now.plus(Duration.ofMinutes(54));
        fcm.send(PHONE, Messages.show("Order", null, 0));
        assertEquals(1, google.tokens.get());
        now = now.plus(Duration.ofMinutes(2));
        fcm.send(PHONE, Messages.show("Order", null, 0));
        assertEquals(2, google.tokens.get());
    }

    @Test
    void shouldFetchAnotherTokenOnceWhenItWasRevoked() {
        fcm.send(PHONE, Messages.show("Order", null, 0));
        google.callBackTokens();

        assertEquals(new SendResult.Accepted(), fcm.send(PHONE, Messages.show("Order", null, 0)));
        assertEquals(3, google.tokens.get());
    }

    @Test
    void shouldGiveUpAfterASecondRevokedToken() {
        google.answers(401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}", null);

        assertEquals(new SendResult.Rejected("unauthenticated"), fcm.send(PHONE, Messages.show("Order", null, 0)));
        assertEquals(2, google.messages.size());
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND, UNREGISTERED, Gone",
        "403, PERMISSION_DENIED, SENDER_ID_MISMATCH, Misdirected",
        "400, INVALID_ARGUMENT, INVALID_ARGUMENT, Gone",
        "401, UNAUTHENTICATED, THIRD_PARTY_AUTH_ERROR, Rejected",
        "429, RESOURCE_EXHAUSTED, QUOTA_EXCEEDED, Later",
        "503, UNAVAILABLE, UNAVAILABLE, Later",
        "500, INTERNAL, INTERNAL, Later",
        "403, PERMISSION_DENIED, UNSPECIFIED_ERROR, Rejected"
    })
    void shouldUnderstandEachErrorThatIsDocumented(int status, String googleStatus, String code, String kind) {
        google.fails(status, googleStatus, code);

        SendResult result = fcm.send(PHONE, Messages.show("Order", null, 0));

        assertEquals(kind, result.getClass().getSimpleName());
    }

    @Test
    void shouldKeepTheAddressWhenOurMessageIsInvalid() {
        google.answers(400, """
                {"error":{"status":"INVALID_ARGUMENT","details":[
                {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"INVALID_ARGUMENT"},
                {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.android.ttl"}]}]}}
                """, null);

        assertEquals(new SendResult.Rejected("invalid_argument"), fcm.send(PHONE, Messages.show("Order", null, 0)));
    }

    @Test
    void shouldWaitAsLongAsGoogleSays() {
        google.answers(503, "busy", "7");
        assertEquals(
                new SendResult.Later("http_503", Duration.ofSeconds(7)),
                fcm.send(PHONE, Messages.show("Order", null, 0)));

        google.answers(429, "{\"error\":{\"status\":\"RESOURCE_EXHAUSTED\"}}", "90");
        assertEquals(
                new SendResult.Later("resource_exhausted", Duration.ofSeconds(90)),
                fcm.send(PHONE, Messages.show("Order", null, 0)));

        google.answers(429, "{\"error\":{\"status\":\"RESOURCE_EXHAUSTED\"}}", null);
        assertEquals(
                Duration.ofMinutes(1),
                assertInstanceOf(SendResult.Later.class, fcm.send(PHONE, Messages.show("Order", null, 0)))
                        .after());
    }

    @Test
    void shouldRetryWhenNoResponseComes() {
        google.close();

        assertEquals(new SendResult.Later("unreachable", null), fcm.send(PHONE, Messages.show("Order", null, 0)));
    }

    @Test
    void shouldForgetAnAddressOfAnotherProjectAndAlarm() {
        try (ChannelRig ann = new ChannelRig(List.of(fcm), List.of(), Map.of())) {
            ann.register(ChannelRig.PHONE, PHONE);
            google.fails(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH");

            assertEquals(new ProviderResult.Dead(AddressStore.GONE), ann.send(new Target.Push(ChannelRig.PHONE)));

            assertFalse(ann.hasPhone());
            assertEquals(List.of("device.registered", "device.unreachable", "channel.rejected"), ann.events());
            assertEquals(new ProviderResult.Dead("no_address"), ann.send(new Target.Push(ChannelRig.PHONE)));
            assertEquals(1, google.messages.size());
        }
    }

    @Test
    void shouldAlarmWhenGoogleNoLongerKnowsTheAccount() {
        google.closeAccount();

        assertEquals(new SendResult.Rejected("account_refused"), fcm.send(PHONE, Messages.show("Order", null, 0)));
        assertTrue(google.messages.isEmpty());
    }

    @Test
    void shouldReportThatWebPushIsNotConfigured() throws IOException {
        FcmSender none = new FcmSender(Optional.empty(), URI.create("http://localhost"), LIMIT, clock);
        assertEquals(new SendResult.Rejected("not_configured"), none.send(PHONE, Messages.hide()));
        Path file = Files.writeString(folder.resolve("other.json"), "{}");
        assertThrows(ConfigurationException.class, () -> ServiceAccount.read(file));
    }
}
