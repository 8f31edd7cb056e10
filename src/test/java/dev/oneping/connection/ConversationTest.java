package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.contract.DeviceContract;
import dev.oneping.contract.DeviceContract.Example;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples of {@code openapi/asyncapi.yaml}, sent to the service itself. */
@Tag("service")
@QuarkusTest
@TestProfile(QuickHeartbeat.class)
class ConversationTest {

    private static final DeviceContract CONTRACT = DeviceContract.written();

    @Inject
    DeviceTokens tokens;

    @Test
    void shouldAnswerTheExamplesAsDocumented() throws InterruptedException {
        for (Example hello : CONTRACT.examples(Set.of("hello")).toList()) {
            try (DeviceSocket device = Someone.with("laptop", tokens).connect()) {
                device.say(hello.payload().toString());
                check("welcome", device.await("welcome"));

                for (Example example :
                        CONTRACT.examples(Set.of("report", "ack", "nack")).toList()) {
                    device.say(example.payload().toString());
                }
                device.say("{'type':'ping'}");

                listen(device);
                device.say("{'type':'bye'}");
                assertEquals(1000, device.awaitClose());
            }
        }
    }

    /**
     * Until both have come that must: the pong, and that the notification of the examples is nobody's. Beside these
     * only a wish to watch may be refused, whenever its permission was looked up.
     */
    private static void listen(DeviceSocket device) throws InterruptedException {
        Set<String> heard = new HashSet<>();
        while (!heard.containsAll(Set.of("pong", "unknown_notification"))) {
            JsonNode frame = device.frames.poll(20, TimeUnit.SECONDS);
            assertNotNull(frame, () -> "only heard " + heard);
            check(frame.path("type").asText(), frame);
            heard.add(frame.path("code").asText(frame.path("type").asText()));
        }
        heard.removeAll(Set.of("pong", "unknown_notification", "not_allowed"));
        assertEquals(Set.of(), heard);
    }

    @Test
    void shouldBeServedWithoutCredentials() {
        RestAssured.get("/asyncapi.yaml").then().statusCode(200).contentType("application/yaml");
    }

    private static void check(String message, JsonNode frame) {
        assertEquals(List.of(), CONTRACT.check(message, frame), frame::toString);
    }
}
