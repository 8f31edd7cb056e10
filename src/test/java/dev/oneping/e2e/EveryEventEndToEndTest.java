package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.events.EventCatalogue;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import dev.oneping.webhook.Receiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Actions of users, devices and apps that together publish every event of the catalogue. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class EveryEventEndToEndTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * The state is sent to one subscription alone, which comes last; how a battery is read is {@code AckClockTest}'s, and what
     * providers refuse is {@code PushEndToEndTest}'s and {@code ChannelEndToEndTest}'s.
     */
    private static final Set<String> NOT_HERE = Set.of(
            "channel.address_lost", "channel.rejected", "device.at_risk", "device.unreachable", "presence.state");

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    private String key;
    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        key = keys.create(
                        new TenantId("t" + Long.toHexString(new SecureRandom().nextLong())), "e2e", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        ann = new Verbs(key, RestAssured.port);
    }

    @Test
    void shouldTellEverythingThatIsInTheCatalogue() {
        devicesComeAndGo();
        somebodyIsWaitedFor();
        aPersonIsSeenAndThenNot();
        notificationsAreAnswered();
        notificationsAreNotAnswered();
        aNotificationIsDisplayedAndProbablySeen();
        somebodySignals();
        rulesAreChanged();
        receiversFail();

        Set<String> catalogue = EventCatalogue.entries().stream()
                .map(EventCatalogue.Entry::type)
                .collect(Collectors.toCollection(TreeSet::new));
        catalogue.removeAll(told());
        assertEquals(NOT_HERE, catalogue);
        aSubscriberAsksHowThingsStand();
    }

    private void devicesComeAndGo() {
        String tablet = "/v1/users/%s/devices/tablet".formatted(ann.user());
        ann.put(tablet, "{'platform':'web'}").statusCode(201);
        ann.delete(tablet).statusCode(204);
        awaitTold("device.registered", "device.removed");
    }

    private void somebodyIsWaitedFor() {
        String availability = "/v1/users/%s/availability".formatted(ann.user());
        ann.post(availability, "{'expires_in':'1m'}").statusCode(201);
        clock.forward(Duration.ofMinutes(2));
        awaitTold("presence.availability.expired");
        ann.post(availability, "{'expires_in':'2h'}").statusCode(201);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            awaitTold("presence.available");
            laptop.send("{'type':'bye'}");
        }
    }

    private void aPersonIsSeenAndThenNot() {
        String preferences = "/v1/users/%s/preferences".formatted(ann.user());
        ann.put(preferences, "{'places':{'home':{'lat':52.52,'lon':13.405,'radius_m':100}}}")
                .statusCode(200);
        String availability = "/v1/users/%s/availability".formatted(ann.user());
        ann.post(availability, "{'expires_in':'2h'}").statusCode(201);
        ann.post(availability, "{'kind':'tv','expires_in':'1m'}").statusCode(201);
        try (TestDevice phone = ann.connect(
                "phone",
                "{'seq':1,'attention':{'visible':true,'focused':true,'idle_ms':0},'location':{'lat':52.52,'lon':13.405}}")) {
            awaitTold("presence.device.online", "presence.attention.changed", "presence.available");
            clock.forward(Duration.ofSeconds(31));
            awaitTold("presence.place.entered");
            phone.send("{'type':'report','seq':2,'location':{'lat':52.6,'lon':13.405}}");
            clock.forward(Duration.ofSeconds(31));
            awaitTold("presence.place.left", "presence.availability.expired");
            ann.put(preferences, "{'invisible':true}").statusCode(200);
            awaitTold("presence.visibility.changed");
        }
        awaitTold("presence.device.offline");
    }

    private void notificationsAreAnswered() {
        ann = new Verbs(key, RestAssured.port);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Lunch?", "").getString("id");
            laptop.await("notify");
            for (String kind : List.of("received", "seen", "acted")) {
                laptop.send("{'type':'ack','id':'%s','kind':'%s'}".formatted(id, kind));
            }
            String other = ann.notify("Dinner?", "").getString("id");
            laptop.await("notify");
            laptop.send("{'type':'ack','id':'%s','kind':'dismissed'}".formatted(other));
            awaitTold(
                    "notification.accepted",
                    "notification.delivering",
                    "notification.received",
                    "notification.seen",
                    "notification.acted",
                    "notification.dismissed");
        }
    }

    private void notificationsAreNotAnswered() {
        ann = new Verbs(key, RestAssured.port);
        String cancelled = ann.notify("Never mind", "").getString("id");
        ann.delete("/v1/notifications/" + cancelled).statusCode(200);
        ann.notify("Too late", ",'expires_in':'1m'");
        awaitTold("notification.cancelled", "notification.held");
        clock.forward(Duration.ofMinutes(2));
        awaitTold("notification.expired");

        ann.put("/v1/users/%s/preferences".formatted(ann.user()), "{'categories':{'chat':{'muted':true}}}")
                .statusCode(200);
        ann.notify("Hush", ",'category':'chat'");
        awaitTold("notification.suppressed");

        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            ann.notify("Build failed", ",'priority':'critical','policy':'urgent'");
            laptop.await("notify");
            clock.forward(Duration.ofMinutes(3));
            awaitTold("notification.escalated", "notification.retracted");
            clock.forward(Duration.ofMinutes(61));
            awaitTold("notification.exhausted");
        }
    }

    private void aNotificationIsDisplayedAndProbablySeen() {
        ann = new Verbs(key, RestAssured.port);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice desktop = ann.connect("desktop", Verbs.ACTIVE)) {
            ann.notify("Lunch?", "");
            laptop.await("notify");
            desktop.await("notify");
            awaitTold("notification.displayed");
            clock.forward(Duration.ofSeconds(45));
            String used = Verbs.ACTIVE.replace("'seq':1", "'type':'report','seq':2");
            laptop.send(used);
            desktop.send(used);
            clock.forward(Duration.ofMinutes(3));
            awaitTold("notification.presumed_seen");
        }
    }

    private void somebodySignals() {
        String url = ann.post("/v1/users/%s/signal-urls".formatted(ann.user()), "{'allow':['*:*']}")
                .statusCode(201)
                .extract()
                .path("url");
        ann.post(url, "{'_domain':'build','_type':'done'}").statusCode(202);
        awaitTold("signal.received");
    }

    private void rulesAreChanged() {
        String common = ann.get("/v1/rules").extract().path("text");
        given().header("Authorization", "Bearer " + key)
                .contentType("application/yaml")
                .body(common.getBytes(StandardCharsets.UTF_8))
                .put("/v1/rules")
                .then()
                .statusCode(200);
        awaitTold("rules.changed");
    }

    private void receiversFail() {
        AtomicInteger status = new AtomicInteger(500);
        try (Receiver gone = Receiver.answering(410);
                Receiver fickle = Receiver.answering(request ->
                        request.response().setStatusCode(status.get()).end())) {
            subscribe(gone, "{'url':'%s','types':['signal.*']}");
            subscribe(fickle, "{'url':'%s','types':['signal.*']}");
            somebodySignals();
            awaitTold("subscription.disabled");
            await().atMost(PATIENCE).until(() -> !fickle.calls.isEmpty());

            status.set(200);
            clock.forward(Duration.ofMinutes(6));
            awaitTold("subscription.recovered");
        }
    }

    private void aSubscriberAsksHowThingsStand() {
        try (Receiver receiver = Receiver.answering(200)) {
            subscribe(receiver, "{'url':'%s','types':['presence.*'],'users':['" + ann.user() + "'],'send_state':true}");
            await().atMost(PATIENCE)
                    .until(() ->
                            receiver.calls.stream().anyMatch(call -> call.body().contains("presence.state")));
        }
    }

    private void subscribe(Receiver receiver, String subscription) {
        ann.post("/v1/subscriptions", subscription.formatted(receiver.url())).statusCode(201);
    }

    private void awaitTold(String... types) {
        await().alias(String.join(", ", types))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> told().containsAll(List.of(types)));
    }

    /** Every type that the tenant's feed has told so far. */
    private Set<String> told() {
        List<String> types = new ArrayList<>();
        JsonPath page = ann.get("/v1/events?limit=250").extract().jsonPath();
        types.addAll(page.getList("data.type"));
        while (page.getBoolean("has_more")) {
            page = ann.get("/v1/events?limit=250&after=" + page.getString("next_cursor"))
                    .extract()
                    .jsonPath();
            types.addAll(page.getList("data.type"));
        }
        return new TreeSet<>(types);
    }
}
