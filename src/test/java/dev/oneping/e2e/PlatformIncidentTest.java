package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.presence.NodeOutages;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The network in front of a node is away for twenty seconds, and with it every laptop, while their people are being asked.
 * They have not left, so nobody's phone rings because of it, and the story says why.
 */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class PlatformIncidentTest {

    private static final int PEOPLE = 30;
    private static final int NOWHERE = 1;
    private static final String HELLO = "{'type':'hello','device':'laptop','platform':'web','report':%s}";

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    @Inject
    NodeOutages outages;

    @Test
    void shouldEscalateNobodyBecauseTheNetworkInFrontOfANodeIsAway() {
        String key = keys.create(new TenantId("incident"), "e2e", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        List<Verbs> people = IntStream.range(0, PEOPLE)
                .mapToObj(i -> new Verbs(key, RestAssured.port))
                .toList();
        try (CuttableProxy network = new CuttableProxy(RestAssured.port)) {
            List<String> tokens =
                    people.stream().map(each -> each.token("laptop")).toList();
            List<TestDevice> laptops =
                    tokens.stream().map(token -> laptop(network, token)).toList();
            List<TestDevice> phones = people.stream()
                    .map(each -> each.connect("phone", Verbs.LOCKED))
                    .toList();
            List<String> ids = people.stream()
                    .map(each -> each.notify("Fire", ",'priority':'critical'").getString("id"))
                    .toList();
            laptops.forEach(laptop -> laptop.await("notify"));

            network.leadTo(NOWHERE);
            Awaitility.await().until(() -> !outages.current().isEmpty());
            clock.forward(Duration.ofSeconds(20));
            for (int i = 0; i < PEOPLE; i++) {
                awaitNote(people.get(i), ids.get(i), "platform_incident");
            }
            network.leadTo(RestAssured.port);
            List<TestDevice> back =
                    tokens.stream().map(token -> laptop(network, token)).toList();
            for (int i = 0; i < PEOPLE; i++) {
                awaitNote(people.get(i), ids.get(i), "back_after_incident");
                back.get(i).send("{'type':'ack','id':'%s','kind':'acted'}".formatted(ids.get(i)));
            }

            for (int i = 0; i < PEOPLE; i++) {
                Verbs person = people.get(i);
                String id = ids.get(i);
                Awaitility.await().until(() -> person.read(id).getString("state"), "acted"::equals);
                assertEquals(0, phones.get(i).rings(), "a phone rang for " + story(person, id));
                assertEquals(1, person.read(id).getList("attempts").size());
            }
        }
    }

    private static TestDevice laptop(CuttableProxy network, String token) {
        TestDevice laptop = TestDevice.connect(URI.create("ws://127.0.0.1:" + network.port() + "/v1/connect"), token);
        laptop.send(HELLO.formatted(Verbs.ACTIVE));
        laptop.await("welcome");
        return laptop;
    }

    private static void awaitNote(Verbs person, String id, String note) {
        Awaitility.await(note).until(() -> story(person, id).stream().anyMatch(line -> note.equals(line.get("note"))));
    }

    private static List<Map<String, Object>> story(Verbs person, String id) {
        return person.get("/v1/notifications/" + id + "/trace")
                .extract()
                .jsonPath()
                .getList("lines");
    }
}
