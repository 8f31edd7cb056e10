package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Apps that speak CloudEvents notify by them; the events here are written by the SDK of CloudEvents. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class NotifyEventTest {

    @Inject
    ApiKeys keys;

    private Verbs ann = new Verbs("", 0);

    @BeforeEach
    void login() {
        String key = keys.create(new TenantId("events-in"), "events-in", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        ann = new Verbs(key, RestAssured.port);
    }

    @Test
    void shouldNotifyTheSubjectOfAnEventInBinaryForm() {
        CloudEvent event = event(UUID.randomUUID().toString(), "{\"title\":\"Order 8731\"}");

        String id = binary(event).statusCode(202).extract().path("id");

        assertEquals(ann.user(), ann.read(id).getString("to.user"));
        assertEquals("com.example.order.paid", ann.read(id).getString("category"));
    }

    @Test
    void shouldNotifyOnceHoweverOftenAndInWhateverFormAnEventComes() {
        CloudEvent event = event(UUID.randomUUID().toString(), "{\"title\":\"Order 8731\"}");

        String first = binary(event).statusCode(202).extract().path("id");
        String again = structured(event)
                .statusCode(202)
                .header("Idempotent-Replayed", "true")
                .extract()
                .path("id");
        String other = structured(event(UUID.randomUUID().toString(), "{\"title\":\"Order 8731\"}"))
                .statusCode(202)
                .extract()
                .path("id");

        assertEquals(first, again);
        assertNotEquals(first, other);
    }

    @Test
    void shouldLetTheDataSayForWhomAndOfWhatKindItIs() {
        CloudEvent event = event(
                UUID.randomUUID().toString(),
                "{\"to\":{\"user\":\"bob\"},\"category\":\"orders\",\"title\":\"Order 8731\"}");

        String id = structured(event).statusCode(202).extract().path("id");

        assertEquals("bob", ann.read(id).getString("to.user"));
        assertEquals("orders", ann.read(id).getString("category"));
    }

    @Test
    void shouldOnlySayWhatWouldBeDecidedForADryRun() {
        CloudEvent event = event(UUID.randomUUID().toString(), "{\"title\":\"Order 8731\"}");

        post("application/cloudevents+json", text(event), "?dry_run=true")
                .statusCode(200)
                .body("decision", startsWith("hold because of no_device_online"));
    }

    @Test
    void shouldTakeTheGoodOnesOfABatchAndNameWhatIsWrongWithTheOthers() {
        String good = text(event(UUID.randomUUID().toString(), "{\"title\":\"Order 8731\"}"));
        String untitled = text(event(UUID.randomUUID().toString(), "{}"));
        String nameless = good.replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"\"");

        batch("[" + untitled + "," + nameless + "," + good + "]")
                .statusCode(207)
                .body("results[0].status", equalTo(400))
                .body("results[0].errors[0].pointer", equalTo("/data/title"))
                .body("results[1].errors[0].pointer", equalTo("/id"))
                .body("results[2].status", equalTo(202))
                .body("results[2].state", equalTo("held"));
        batch("[" + good + ",null]").statusCode(400).body("errors[0].pointer", equalTo("/1"));
        batch("[]").statusCode(207).body("results.size()", equalTo(0));
        batch("[" + (good + ",").repeat(100) + good + "]").statusCode(429).body("code", equalTo("limit-reached"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'1','source':'/o','type':'t','data':{'title':'x'}}                                         | /specversion",
                "{'specversion':'0.3','id':'1','source':'/o','type':'t','subject':'a','data':{'title':'x'}}       | /specversion",
                "{'specversion':'1.0','source':'/o','type':'t','subject':'a','data':{'title':'x'}}                | /id",
                "{'specversion':'1.0','id':'1','type':'t','subject':'a','data':{'title':'x'}}                     | /source",
                "{'specversion':'1.0','id':'1','source':'/o','subject':'a','data':{'title':'x'}}                  | /type",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a b','data':{'title':'x'}}     | /subject",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','data':{'title':'x'}}                     | /data/to/user",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a'}                            | /data",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a','data_base64':'e30='}       | /data/title",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a','data_base64':'{}'}         | /data_base64",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a','data_base64':'eyJ0aXRlbCI6IngifQ=='} | /data/titel",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','data':{'title':'x'},'data_base64':'e30='} | /data_base64",
                "{'specversion':'1.0','id':'1','source':'/my orders','type':'t','subject':'a','data':{'title':'x'}} | /source",
                "{'specversion':'1.0','id':'1','source':'/o%2','type':'t','subject':'a','data':{'title':'x'}}     | /source",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a','time':'now','data':{'title':'x'}} | /time",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a','time':'2026-02-30T12:00:00Z','data':{'title':'x'}} | /time",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a','data':{'titel':'x'}}       | /data/titel",
                "{'specversion':'1.0','id':'1','source':'/o','type':'t','subject':'a','data':'text'}              | /data",
            })
    void shouldNameWhatIsWrongWithAnEvent(String event, String pointer) {
        post("application/cloudevents+json", event.replace('\'', '"'), "")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void shouldTakeJsonDataInBase64() {
        String id = UUID.randomUUID().toString();
        String data = Base64.getEncoder().encodeToString("{\"title\":\"Order 8731\"}".getBytes(StandardCharsets.UTF_8));
        String event = "{'specversion':'1.0','id':'%s','source':'/o','type':'t','time':'2026-11-23T20:15:00.5+01:00',"
                        .formatted(id)
                + "'subject':'%s','datacontenttype':'application/json','data_base64':'%s'}".formatted(ann.user(), data);

        String made = post("application/cloudevents+json", event.replace('\'', '"'), "")
                .statusCode(202)
                .extract()
                .path("id");

        assertEquals(ann.user(), ann.read(made).getString("to.user"));
        assertEquals("Order 8731", ann.read(made).getString("title"));
    }

    @Test
    void shouldNameTheHeaderThatIsWrong() {
        given().header("Authorization", "Bearer " + ann.key())
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "%zz")
                .body("{\"title\":\"x\"}")
                .post("/v1/notify")
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("ce-id"));
    }

    private CloudEvent event(String id, String data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("/orders"))
                .withType("com.example.order.paid")
                .withSubject(ann.user())
                .withExtension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private ValidatableResponse binary(CloudEvent event) {
        RequestSpecification request = given().header("Authorization", "Bearer " + ann.key());
        AtomicReference<byte[]> body = new AtomicReference<>(new byte[0]);
        MessageWriter<?, ?> writer = HttpMessageFactory.createWriter(request::header, body::set);
        writer.writeBinary(event);
        return request.body(body.get()).post("/v1/notify").then();
    }

    private ValidatableResponse structured(CloudEvent event) {
        return post("application/cloudevents+json; charset=utf-8", text(event), "");
    }

    private ValidatableResponse batch(String events) {
        return post("application/cloudevents-batch+json", events, "");
    }

    private ValidatableResponse post(String type, String body, String query) {
        return given().header("Authorization", "Bearer " + ann.key())
                .header("Content-Type", type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/notify" + query)
                .then();
    }

    private static String text(@Nullable CloudEvent event) {
        return new String(
                EventFormatProvider.getInstance()
                        .resolveFormat(JsonFormat.CONTENT_TYPE)
                        .serialize(event),
                StandardCharsets.UTF_8);
    }
}
