package dev.oneping.channel.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.oneping.channel.ChannelConfig;
import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.Messages;
import dev.oneping.channel.SendResult;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.SystemResolver;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.presence.device.PushAddress;
import dev.oneping.testing.RedisRig;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of each response of a push service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebPushSenderTest {

    private static final Clock CLOCK = Clock.fixed(Messages.NOW, ZoneOffset.UTC);
    private static final ChannelMessage ORDER = Messages.show("Order", null, 0);

    private final FakePushService service = new FakePushService();
    private final Vertx vertx = Vertx.vertx();
    private final PushAddress browser = service.address();
    private final WebPushSender webPush = carrier(true);

    @AfterAll
    void close() {
        service.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void shouldFinishAnAcceptedMessage(int status) {
        service.answers(status);

        assertEquals(new SendResult.Accepted(), webPush.send(browser, ORDER));
    }

    @Test
    void shouldLetABrowserSleepForWhatMustNotRing() {
        service.pushes.clear();
        service.answers(201);

        webPush.send(browser, ORDER);
        webPush.send(browser, Messages.quiet("Order"));

        assertEquals("high", service.pushes.getFirst().header("Urgency"));
        FakePushService.Push quiet = service.pushes.getLast();
        assertEquals("normal", quiet.header("Urgency"));
        assertEquals(service.pushes.getFirst().header("Topic"), quiet.header("Topic"), "a later ring takes its place");
        assertEquals("Order", quiet.frame().get("title").asText(), "Safari accepts no push that shows nothing");
        assertFalse(quiet.frame().get("ring").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void shouldRemoveABrowserThatIsGone(int status) {
        service.answers(status);

        assertEquals(new SendResult.Gone(null), webPush.send(browser, ORDER));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 405})
    void shouldAlarmAndKeepTheBrowserWhenOurConfigurationIsWrong(int status) {
        service.answers(status);

        assertEquals(new SendResult.Rejected("http_" + status), webPush.send(browser, ORDER));
    }

    @ParameterizedTest
    @ValueSource(ints = {406, 408, 425, 429, 500, 501, 502, 503, 504, 507, 599})
    void shouldSendLaterWhatIsRefusedForNow(int status) {
        service.answers(status);

        assertEquals(new SendResult.Later("http_" + status, null), webPush.send(browser, ORDER));
    }

    @ParameterizedTest
    @CsvSource({"429, 120, 120", "503, 'Sun, 01 Nov 2026 12:00:30 GMT', 30"})
    void shouldWaitAsLongAsTheServiceSays(int status, String retryAfter, int seconds) {
        service.answers(status, retryAfter);

        assertEquals(new SendResult.Later("http_" + status, Duration.ofSeconds(seconds)), webPush.send(browser, ORDER));
    }

    @Test
    void shouldReportThatAMessageIsTooLarge() {
        service.answers(413);

        assertEquals(new SendResult.TooLarge(), webPush.send(browser, ORDER));
    }

    @Test
    void shouldRetryWhenNoResponseComes() {
        FakePushService closed = new FakePushService();
        closed.close();

        assertInstanceOf(SendResult.Later.class, webPush.send(closed.address(), ORDER));
    }

    @ParameterizedTest
    @CsvSource({
        "https://web.push.apple.com/abc, false",
        "https://WEB.push.apple.com/abc, false",
        "https://fcm.googleapis.com/fcm/send/abc, true",
        "https://updates.push.services.mozilla.com/wpush/v2/abc, true"
    })
    void shouldSendNoSilentPushWhereItCostsTheSubscription(String endpoint, boolean accepts) {
        PushAddress.Keys keys = ((PushAddress.WebPush) browser).keys();

        assertEquals(accepts, webPush.acceptsSilent(new PushAddress.WebPush(endpoint, keys)));
    }

    @Test
    void shouldNeverCallWhereItMayNot() {
        assertEquals(new SendResult.Rejected("blocked_address"), carrier(false).send(browser, ORDER));
    }

    private WebPushSender carrier(boolean privateAllowed) {
        return new WebPushSender(
                new VapidSigner(VapidSignerTest.KEYS, CLOCK),
                new AddressGuard(new SystemResolver(), privateAllowed),
                new HttpSender(vertx, CLOCK, 1024),
                RedisRig.config(ChannelConfig.class),
                CLOCK);
    }
}
