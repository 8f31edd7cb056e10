package dev.oneping.outbound.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhookSignerTest {

    private static final String BODY = "{\"test\": 2432232314}";
    private static final SharedSecret PUBLISHED = SharedSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

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
        SharedSecret old = SharedSecret.create(new SecureRandom());
        SharedSecret current = SharedSecret.create(new SecureRandom());
        String body = "{\"grüße\":\"日本\"}";
        HttpHeaders headers = headers("evt_1", body, List.of(current, old));

        new Webhook(old.reveal()).verify(body, headers);
        new Webhook(current.reveal()).verify(body, headers);
    }

    @Test
    void shouldNotBeVerifiedForAnotherBodyOrSecret() {
        SharedSecret secret = SharedSecret.create(new SecureRandom());
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
        SharedSecret secret = SharedSecret.create(new SecureRandom());
        String bare = secret.reveal().substring("whsec_".length()).replace("=", "");

        assertEquals(secret.reveal(), SharedSecret.parse(bare).reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "whsec_", "whsec_%", "whsec_c2hvcnQ=", "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="})
    void shouldRefuseWhatIsNoSecretWithoutRepeatingIt(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> SharedSecret.parse(text));

        assertFalse(text.length() > 6 && String.valueOf(refused.getMessage()).contains(text));
    }

    @Test
    void shouldRefuseASecretThatIsTooLong() {
        String text = "whsec_" + "A".repeat(100);

        assertThrows(IllegalArgumentException.class, () -> SharedSecret.parse(text));
    }

    @Test
    void shouldSignThePublishedVectorByEd25519() {
        SigningKey key = SigningKey.parse(
                "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==");

        String signature = StandardWebhookSigner.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                BODY.getBytes(StandardCharsets.UTF_8),
                List.of(key));

        assertEquals(
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
                signature);
        assertEquals("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=", key.forReceiver());
        assertEquals("[REDACTED]", key.toString());
    }

    @Test
    void shouldMakeAnEd25519KeyOfWhichThePublicPartVerifies() throws Exception {
        SigningKey key = SigningKey.create(SignatureScheme.V1A, new SecureRandom());
        byte[] raw = Base64.getDecoder().decode(key.forReceiver().substring("whpk_".length()));
        byte[] der = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(raw));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
        verifier.update("evt_1.1614265330.body".getBytes(StandardCharsets.UTF_8));
        String signed = SigningKey.parse(key.reveal())
                .sign("evt_1.1614265330.".getBytes(StandardCharsets.UTF_8), "body".getBytes(StandardCharsets.UTF_8));

        assertTrue(verifier.verify(Base64.getDecoder().decode(signed.substring("v1a,".length()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsk_", "whsk_%", "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc="})
    void shouldRefuseWhatIsNoPrivateKey(String text) {
        assertThrows(IllegalArgumentException.class, () -> SigningKey.parse(text));
    }

    private static HttpHeaders headers(String id, String body, List<SharedSecret> secrets) {
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
