package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.events.WaiterQueue;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests with {@code Prefer: wait}, answered by news or by the end of the time. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class WaitEndToEndTest {

    @Inject
    ApiKeys keys;

    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        ann = Verbs.ofNewTenant(keys);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json             | {'to':{'user':'%s'},'title':'Lunch?'}
            application/cloudevents+json | {'specversion':'1.0','type':'t','source':'/s','id':'1','data':{'to':{'user':'%s'},'title':'Lunch?'}}
            """)
    void shouldReturn202WithTheStateWhenTheAnswerEndsTheWait(String type, String body) {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            CompletableFuture<Response> waiting =
                    CompletableFuture.supplyAsync(() -> given().header("Authorization", "Bearer " + ann.key())
                            .header("Prefer", "wait=50")
                            .contentType(type)
                            .body(body.formatted(ann.user()).replace('\'', '"').getBytes())
                            .post("/v1/notify"));
            String id = laptop.await("notify").get("id").asText();

            laptop.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(id));

            Response answered = waiting.join();
            assertEquals(202, answered.statusCode(), answered.asString());
            assertEquals("acted", answered.jsonPath().getString("state"));
            assertEquals("/v1/notifications/" + id, answered.header("Location"));
            assertEquals("wait=50", answered.header("Preference-Applied"));
        }
    }

    @Test
    void shouldEndAWaitThatIsShorterThanTheTimersCanMeasure() {
        try (WaiterQueue<String>.Waiter waiter = new WaiterQueue<String>().join("anything")) {
            waiter.await(Duration.ofNanos(1)).await().atMost(Duration.ofSeconds(30));
        }
    }
}
