package dev.oneping.channel.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.channel.Messages;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VapidSignerTest {

    /** The key pair of RFC 8291, appendix A: any will do. */
    static final WebPushConfig KEYS = config(
            "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
            "mailto:push@example.com");

    private Instant now = Messages.NOW;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final VapidSigner vapid = new VapidSigner(KEYS, clock);

    @Test
    void shouldVerifyTheTokenOfRfc8292() {
        byte[] key = Base64.getUrlDecoder()
                .decode("BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs");
        String token =
                "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1"
                        + "MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9o"
                        + "jFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA";

        assertTrue(VapidSigner.verifies(token, key));
        assertFalse(VapidSigner.verifies(token.replace(".eyJhdWQi", ".eyJhdWQj"), key));
    }

    @Test
    void shouldSignATokenForOneOrigin() throws IOException {
        String header = vapid.authorization("https://push.example.net:8443").orElseThrow();
        String token = header.substring("vapid t=".length(), header.indexOf(", k="));
        String key = header.substring(header.indexOf(", k=") + 4);
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));

        assertEquals(vapid.publicKey().orElseThrow(), key);
        assertTrue(VapidSigner.verifies(token, Base64.getUrlDecoder().decode(key)));
        assertEquals("https://push.example.net:8443", claims.get("aud").asText());
        assertEquals("mailto:push@example.com", claims.get("sub").asText());
        assertEquals(
                now.plus(Duration.ofHours(12)).getEpochSecond(),
                claims.get("exp").asLong());
    }

    @Test
    void shouldUseATokenAgainUntilHalfOfItsTimeIsOver() {
        Optional<String> first = vapid.authorization("https://a.example");
        now = now.plus(Duration.ofHours(5));
        assertEquals(first, vapid.authorization("https://a.example"));
        assertNotEquals(first, vapid.authorization("https://b.example"));
        now = now.plus(Duration.ofHours(2));
        assertNotEquals(first, vapid.authorization("https://a.example"));
    }

    @Test
    void shouldRefuseToStartWithKeysThatDoNotBelongTogether() {
        WebPushConfig other = config(
                "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", KEYS.publicKey().orElseThrow(), "mailto:a@example.com");
        WebPushConfig nobody =
                config(KEYS.privateKey().orElseThrow(), KEYS.publicKey().orElseThrow(), "push@example.com");

        assertThrows(ConfigurationException.class, () -> new VapidSigner(other, clock));
        assertThrows(ConfigurationException.class, () -> new VapidSigner(nobody, clock));
    }

    static WebPushConfig config(String privateKey, String publicKey, String subject) {
        return new WebPushConfig() {
            @Override
            public Optional<String> privateKey() {
                return Optional.of(privateKey);
            }

            @Override
            public Optional<String> publicKey() {
                return Optional.of(publicKey);
            }

            @Override
            public Optional<String> subject() {
                return Optional.of(subject);
            }
        };
    }
}
