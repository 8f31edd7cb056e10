package dev.oneping.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhookSignerTest {

    private static final String BODY = "{\"test\": 2432232314}";
    private static final Secret PUBLISHED = Secret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Test
    void shouldSignThePublishedVector() {
        String signature = StandardWebhookSigner.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                BODY.getBytes(StandardCharsets.UTF_8),
                List.of(PUBLISHED));

        assertEquals("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    @Test
    void shouldBeVerifiedByTheLibraryOfTheStandardWithEitherOfTwoSecrets() throws Exception {
        Secret old = Secret.create(new SecureRandom());
        Secret current = Secret.create(new SecureRandom());
        String body = "{\"grüße\":\"日本\"}";
        HttpHeaders headers = headers("evt_1", body, List.of(current, old));

        new Webhook(old.reveal()).verify(body, headers);
        new Webhook(current.reveal()).verify(body, headers);
    }

    @Test
    void shouldNotBeVerifiedForAnotherBodyOrSecret() {
        Secret secret = Secret.create(new SecureRandom());
        HttpHeaders headers = headers("evt_1", BODY, List.of(secret));

        assertThrows(
                WebhookVerificationException.class, () -> new Webhook(secret.reveal()).verify(BODY + " ", headers));
        assertThrows(WebhookVerificationException.class, () -> new Webhook(PUBLISHED.reveal()).verify(BODY, headers));
    }

    @Test
    void shouldNeverShowASecret() {
        assertEquals("[REDACTED]", PUBLISHED.toString());
        assertFalse(String.valueOf(List.of(PUBLISHED)).contains("MfKQ"));
    }

    @Test
    void shouldReadASecretWithoutPrefixOrPadding() {
        Secret secret = Secret.create(new SecureRandom());
        String bare = secret.reveal().substring("whsec_".length()).replace("=", "");

        assertEquals(secret.reveal(), Secret.parse(bare).reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "whsec_", "whsec_%", "whsec_c2hvcnQ=", "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="})
    void shouldRefuseWhatIsNoSecretWithoutRepeatingIt(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Secret.parse(text));

        assertFalse(text.length() > 6 && String.valueOf(refused.getMessage()).contains(text));
    }

    @Test
    void shouldRefuseASecretThatIsTooLong() {
        String text = "whsec_" + "A".repeat(100);

        assertThrows(IllegalArgumentException.class, () -> Secret.parse(text));
    }

    private static HttpHeaders headers(String id, String body, List<Secret> secrets) {
        Instant now = Instant.now();
        String signature = StandardWebhookSigner.sign(id, now, body.getBytes(StandardCharsets.UTF_8), secrets);
        return HttpHeaders.of(
                Map.of(
                        StandardWebhookSigner.ID, List.of(id),
                        StandardWebhookSigner.TIMESTAMP, List.of(Long.toString(now.getEpochSecond())),
                        StandardWebhookSigner.SIGNATURE, List.of(signature)),
                (name, value) -> true);
    }
}
