package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.testing.Pushpin;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Simultaneous connections on every transport to a service that admits a burst of three and one per second. */
@Tag("service")
@QuarkusTest
@TestProfile(NarrowDoorTest.NarrowDoor.class)
class NarrowDoorTest {

    private static final String EVENTS = "application/websocket-events";
    private static final int CROWD = 40;

    /** Lets in few, and does not wait long at the end for those who are in and say nothing. */
    public static final class NarrowDoor extends BehindPushpin {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("oneping.connection.accept-burst", "3");
            settings.put("oneping.connection.accepts-per-second", "1");
            settings.put("oneping.connection.drain", "1s");
            return settings;
        }
    }

    @Inject
    DeviceTokens tokens;

    @Inject
    Clock clock;

    @Test
    void shouldRejectExcessConnectionsWithARetryTime() {
        for (Supplier<Response> way : List.<Supplier<Response>>of(this::upgrade, this::session, this::behindProxy)) {
            List<Response> answers = Stream.generate(way).limit(CROWD).toList();

            List<Response> deferred = answers.stream()
                    .filter(answer -> answer.statusCode() == 503)
                    .toList();
            assertTrue(deferred.size() > CROWD / 2, () -> deferred.size() + " were sent away");
            for (Response answer : deferred) {
                int pause = Integer.parseInt(answer.header("Retry-After"));
                assertTrue(pause >= 1 && pause <= 31, () -> "come back after " + pause);
                assertEquals("application/problem+json", answer.contentType());
            }
        }
    }

    private Response session() {
        return authorized()
                .contentType(ContentType.JSON)
                .body("{\"type\":\"hello\",\"device\":\"laptop\",\"platform\":\"web\"}")
                .post("/v1/sessions");
    }

    private Response upgrade() {
        return authorized().get("/v1/connect");
    }

    private Response behindProxy() {
        String signature = Jwt.issuer("pushpin")
                .expiresAt(clock.instant().plusSeconds(3600))
                .sign(new SecretKeySpec(Pushpin.KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return authorized()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(EVENTS, ContentType.BINARY)))
                .header("Grip-Sig", signature)
                .header("Connection-Id", UUID.randomUUID().toString())
                .contentType(EVENTS)
                .body("OPEN\r\n".getBytes(StandardCharsets.US_ASCII))
                .post("/v1/connect");
    }

    private RequestSpecification authorized() {
        String token = Someone.with("laptop", tokens).token();
        return RestAssured.given().header("Authorization", "Bearer " + token);
    }
}
