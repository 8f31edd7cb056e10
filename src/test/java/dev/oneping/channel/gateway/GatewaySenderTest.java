package dev.oneping.channel.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.SecretBox;
import dev.oneping.channel.ChannelConfig;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.Messages;
import dev.oneping.channel.SendResult;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.SystemResolver;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.outbound.sign.SignatureScheme;
import dev.oneping.outbound.sign.SigningKey;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.Receiver;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of each response of an app's gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewaySenderTest {

    private static final Clock CLOCK = Clock.fixed(Messages.NOW, ZoneOffset.UTC);
    private static final ChannelMessage.Show ORDER = Messages.show("Order", null, 0);

    private final RedisRig rig = new RedisRig();
    private final SecretBox box = new SecretBox(Base64.getEncoder().encodeToString(new byte[32]), List.of());
    private final GatewayStore store = new GatewayStore(rig.redis(), box, RedisRig.json());
    private final GatewaySender gateways = new GatewaySender(
            store,
            new AddressGuard(new SystemResolver(), true),
            new HttpSender(rig.vertx(), CLOCK, 1024),
            RedisRig.config(ChannelConfig.class),
            CLOCK);

    @AfterAll
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void shouldFinishAnAcceptedMessage(int status) {
        assertEquals(new SendResult.Accepted(), sentWhen(status));
    }

    @Test
    void shouldRemoveAnAddressThatIsGone() {
        assertEquals(new SendResult.Gone(null), sentWhen(410));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 405, 409, 422})
    void shouldAlarmAndKeepTheAddressWhereTheGatewayIsWrong(int status) {
        assertEquals(new SendResult.Rejected("http_" + status), sentWhen(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 501, 502, 503, 504, 507})
    void shouldSendLaterWhatIsRefusedForNow(int status) {
        assertEquals(new SendResult.Later("http_" + status, Duration.ofSeconds(7)), sentWhen(status));
    }

    @Test
    void shouldReportThatAMessageIsTooLarge() {
        assertEquals(new SendResult.TooLarge(), sentWhen(413));
    }

    @Test
    void shouldRetryWhenTheConnectionIsRefused() {
        lead("http://127.0.0.1:1/");

        assertEquals(new SendResult.Later("connection_failed", null), send());
    }

    @Test
    void shouldAlarmWhenNoGatewayIsConfigured() {
        store.remove(Messages.ANN.tenant(), "sms").await().indefinitely();

        assertEquals(new SendResult.Rejected("not_configured"), send());
    }

    private SendResult sentWhen(int status) {
        try (Receiver receiver = Receiver.answering(request -> request.response()
                .setStatusCode(status)
                .putHeader("Retry-After", "7")
                .end())) {
            lead(receiver.url());
            return send();
        }
    }

    private void lead(String url) {
        SigningKey key = SigningKey.create(SignatureScheme.V1, new SecureRandom());
        store.put(Messages.ANN.tenant(), new Gateway("sms", url, key, Messages.NOW), 1)
                .await()
                .indefinitely();
    }

    private SendResult send() {
        return gateways.send("sms", "+49 30 901820", ORDER);
    }
}
