package dev.oneping.connection;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.Pushpin;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The instructions to a proxy for polls and streams, by requests that the test writes itself. No server listens at the
 * control port.
 */
@Tag("service")
@QuarkusTest
@TestProfile(BehindPushpin.class)
class HeldEndpointTest {

    private static final String LINK =
            "<((?:stream/\\d+/)?next\\?until=\\d+&signature=[\\w-]{43})>; rel=next; timeout=60";

    @Inject
    DeviceTokens tokens;

    @Inject
    Clock clock;

    private Someone ann;
    private HttpDevice laptop;
    private String channel = "";

    @BeforeEach
    void session() {
        ann = Someone.with("laptop", tokens);
        laptop = new HttpDevice("http://localhost:" + RestAssured.port, ann.token());
        laptop.hello("laptop");
        channel = laptop.session().replace("/v1/sessions/", "");
    }

    @Test
    void shouldLetTheProxyHoldAStream() {
        laptop.say("{'type':'ping'}");

        signed().get(laptop.session() + "/stream")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("text/event-stream"))
                .header("Grip-Hold", equalTo("stream"))
                .header("Grip-Channel", equalTo("oneping.stream." + channel + ".0; prev-id=1"))
                .header("Grip-Keep-Alive", equalTo(":\\n\\n; format=cstring; timeout=15"))
                .header("Grip-Link", matchesPattern(LINK))
                .body(matchesPattern("retry: \\d+\n: here\n\nid: 1\ndata: \\{\"type\":\"pong\"}\n\n"));
    }

    @Test
    void shouldLetTheProxyHoldAPollForTheRemainingTime() {
        Response first = signed().header("Prefer", "wait=30").get(laptop.session() + "/poll");
        first.then()
                .statusCode(200)
                .header("Grip-Hold", equalTo("response"))
                .header("Grip-Channel", equalTo("oneping.poll." + channel + "; prev-id=0"))
                .header("Preference-Applied", equalTo("wait=30"))
                .body(equalTo("{\"frames\":[],\"cursor\":0}"));
        int time = Integer.parseInt(first.header("Grip-Timeout"));
        assertTrue(time >= 26 && time <= 30, () -> "held for " + time);

        Response again = signed().header("Prefer", "wait=55")
                .header("Grip-Last", "oneping.poll." + channel + "; last-id=0")
                .get(laptop.session() + "/poll");

        again.then().statusCode(200).header("Grip-Hold", equalTo("response"));
        assertTrue(Integer.parseInt(again.header("Grip-Timeout")) <= time, "asking again gives no more time");
    }

    @Test
    void shouldAnswerAtOnceAPollWithFramesOrWithoutWait() {
        signed().get(laptop.session() + "/poll")
                .then()
                .header("Grip-Hold", nullValue())
                .body(equalTo("{\"frames\":[],\"cursor\":0}"));
        laptop.say("{'type':'ping'}");

        for (int i = 0; i < 2; i++) {
            signed().header("Prefer", "wait=30")
                    .get(laptop.session() + "/poll")
                    .then()
                    .header("Grip-Hold", nullValue())
                    .body("cursor", equalTo(1));
        }
    }

    /**
     * A frame that comes between our answer and the proxy's holding it is not lost: the proxy sends the request again.
     */
    @Test
    void shouldAnswerARepeatedRequestWithNewFrames() {
        signed().header("Prefer", "wait=30")
                .get(laptop.session() + "/poll")
                .then()
                .header("Grip-Hold", equalTo("response"));
        laptop.say("{'type':'ping'}");

        signed().header("Prefer", "wait=30")
                .header("Grip-Last", "oneping.poll." + channel + "; last-id=0")
                .get(laptop.session() + "/poll")
                .then()
                .header("Grip-Hold", nullValue())
                .body(equalTo("{\"frames\":[{\"type\":\"pong\"}],\"cursor\":1}"));
    }

    @Test
    void shouldServeUnknownProxiesWithoutInstructions() {
        laptop.say("{'type':'ping'}");
        String[] signatures = {
            "nonsense",
            signature("another key that is as long as a key must be", Duration.ofHours(1)),
            signature(Pushpin.KEY, Duration.ofHours(-1))
        };
        for (String signature : signatures) {
            authorized()
                    .header("Grip-Sig", signature)
                    .header("Prefer", "wait=30")
                    .get(laptop.session() + "/poll")
                    .then()
                    .statusCode(200)
                    .header("Grip-Hold", nullValue())
                    .header("Grip-Channel", nullValue())
                    .body("cursor", equalTo(1));
            authorized()
                    .header("Grip-Sig", signature)
                    .get(link())
                    .then()
                    .statusCode(403)
                    .body("detail", containsString("Grip-Sig"));
        }
    }

    @Test
    void shouldDeliverExactlyTheMissedFramesByTheLink() {
        String link = link();
        laptop.say("[{'type':'ping'},{'type':'dance'},{'type':'ping'}]");

        Response next = next(link, "1-1");

        next.then()
                .statusCode(200)
                .header("Grip-Hold", equalTo("stream"))
                .header("Grip-Channel", equalTo("oneping.stream." + channel + ".0; prev-id=3-3"))
                .header("Grip-Link", matchesPattern(LINK));
        String body = next.asString();
        assertTrue(body.startsWith("id: 2\ndata: {\"type\":\"error\""), body);
        assertTrue(body.endsWith("id: 3\ndata: {\"type\":\"pong\"}\n\n"), body);
        assertEquals(body, next(link, "1-1").asString());
        assertEquals("", next(link, "3-3").asString());
    }

    @Test
    void shouldReportTheEndByTheLink() {
        String link = link();
        laptop.leave();

        next(link, "0").then().statusCode(200).header("Grip-Hold", nullValue()).body(containsString("\"code\":1000"));
        next(link.replace(channel, "ses_01kbgx6qk8fhzr6yw51ypbx1yj"), "0")
                .then()
                .statusCode(200)
                .header("Grip-Hold", nullValue())
                .body(containsString("event: close"))
                .body(containsString("\"code\":4005"));
    }

    /** A part is never brought: the session begins anew. */
    @Test
    void shouldEndAStreamWithUnavailableFrames() {
        String link = link();

        next(link, "7-1")
                .then()
                .statusCode(200)
                .header("Grip-Hold", nullValue())
                .body(containsString("\"code\":4005"))
                .body(containsString("\"may_return\":true"));
        assertEquals(410, laptop.say("{'type':'ping'}").statusCode());
    }

    @Test
    void shouldRejectAForeignLink() {
        String link = link();

        next(link.replace("signature=", "signature=A"), "0").then().statusCode(403);
        next(link.replace("/stream/0/", "/stream/1/"), "0").then().statusCode(403);
        next(link.replaceFirst("\\?.*", ""), "0").then().statusCode(403);
    }

    @Test
    void shouldEndAReplacedStream() {
        String older = link();
        String newer = link();

        next(older, "0").then().statusCode(200).header("Grip-Hold", nullValue()).body(equalTo(""));
        next(newer, "0").then().statusCode(200).header("Grip-Hold", equalTo("stream"));
    }

    /** Opens a stream and answers where the proxy can ask for more. */
    private String link() {
        String header = signed().get(laptop.session() + "/stream").header("Grip-Link");
        return laptop.session() + "/" + header.replaceFirst(LINK, "$1");
    }

    private Response next(String link, String last) {
        String stream = link.replaceFirst(".*/stream/(\\d+)/.*", "$1");
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Grip-Sig", signature(Pushpin.KEY, Duration.ofHours(1)))
                .header("Grip-Last", "oneping.stream." + channel + "." + stream + "; last-id=" + last)
                .get(link);
    }

    private RequestSpecification signed() {
        return authorized().header("Grip-Sig", signature(Pushpin.KEY, Duration.ofHours(1)));
    }

    private RequestSpecification authorized() {
        return RestAssured.given().urlEncodingEnabled(false).header("Authorization", "Bearer " + ann.token());
    }

    private String signature(String key, Duration life) {
        Instant until = clock.instant().plus(life);
        return Jwt.issuer("pushpin")
                .expiresAt(until)
                .issuedAt(until.minusSeconds(7200))
                .sign(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    }
}
