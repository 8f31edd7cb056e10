package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.DeviceTokens;
import dev.oneping.contract.DeviceContract;
import dev.oneping.contract.DeviceContract.Example;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples of {@code openapi/asyncapi.yaml}, said to the service itself. */
@Tag("service")
@QuarkusTest
@TestProfile(QuickHeartbeat.class)
class ConversationTest {

    private static final DeviceContract CONTRACT = DeviceContract.written();

    @Inject
    DeviceTokens tokens;

    @Test
    void shouldBeAnsweredAsIsWritten() {
        for (Example hello : CONTRACT.examples(Set.of("hello")).toList()) {
            try (DeviceSocket device = Someone.with("laptop", tokens).connect()) {
                device.say(hello.payload().toString());
                check("welcome", device.await("welcome"));

                for (Example example :
                        CONTRACT.examples(Set.of("report", "ack", "nack")).toList()) {
                    device.say(example.payload().toString());
                }
                device.say("{'type':'ping'}");

                // The notification of the examples is nobody's, and that is all that there is to refuse.
                JsonNode error = device.awaitError("unknown_notification");
                check("error", error);
                check("pong", device.await("pong"));
                device.say("{'type':'bye'}");
                assertEquals(1000, device.awaitClose());
            }
        }
    }

    @Test
    void shouldBeServedToAnybody() {
        RestAssured.get("/asyncapi.yaml").then().statusCode(200).contentType("application/yaml");
    }

    private static void check(String message, JsonNode frame) {
        assertEquals(List.of(), CONTRACT.check(message, frame), frame::toString);
    }
}
