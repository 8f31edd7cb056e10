package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.channel.webpush.FakePushService;
import dev.oneping.model.TenantId;
import dev.oneping.presence.device.PushAddress;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.RedisServer;
import dev.oneping.webhook.Receiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A full dump of Redis reveals no address of a user, and no secret that allows to impersonate the service or an app.
 */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
@DisabledIfSystemProperty(
        named = "oneping.test.redis",
        matches = "cluster",
        disabledReason = "it lists the keys of one server")
class AtRestEndToEndTest {

    /** Looks for each argument in those keys and all that they hold. */
    private static final String SEARCH = """
            local found = {}
            local function search(key, held)
              if type(held) == 'table' then
                for _, each in ipairs(held) do search(key, each) end
              else
                for i, secret in ipairs(ARGV) do
                  if string.find(tostring(held), secret, 1, true) then
                    found[#found + 1] = i .. ' in ' .. key
                  end
                end
              end
            end
            local reads = {
              string = { 'GET' }, hash = { 'HGETALL' }, set = { 'SMEMBERS' },
              list = { 'LRANGE', 0, -1 }, zset = { 'ZRANGE', 0, -1 }, stream = { 'XRANGE', '-', '+' },
            }
            for _, key in ipairs(KEYS) do
              local read = reads[redis.call('TYPE', key).ok]
              if read then
                search(key, key)
                search(key, redis.call(read[1], key, unpack(read, 2)))
              end
            end
            return found
            """;

    private static final String EVERY_PUSH_ADDRESS = """
            language: 1
            name: every_push_address
            policies:
              default:
                steps:
                  - to: push
                    repeat: 50
                ring: [normal, high, critical]
            otherwise: hold
            """;

    /** Redis is to serve others meanwhile. */
    private static final int AT_ONCE = 50;

    @Inject
    ApiKeys keys;

    @Inject
    RedisPipeline redis;

    @Test
    void shouldStoreAddressesAndSecretsEncrypted() {
        TenantId tenant = new TenantId("rest" + Long.toHexString(System.nanoTime()));
        String key = keys.create(tenant, "e2e", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        Verbs ann = new Verbs(key, RestAssured.port);
        String mark = Long.toHexString(System.nanoTime());
        String fcm = "fcm-token-" + mark;
        String apns = "0a".repeat(24) + "%016x".formatted(System.nanoTime());
        List<String> secrets = new ArrayList<>(List.of(key, fcm, apns, mark + "@example.org", "+49 30 " + mark));
        try (FakePushService browser = new FakePushService();
                Receiver gateway = Receiver.answering(202)) {
            // Given
            PushAddress.WebPush address = browser.address();
            secrets.addAll(List.of(
                    address.endpoint(), address.keys().p256dh(), address.keys().auth()));
            register(ann, "phone", browser.subscription());
            register(ann, "tablet", "{'kind':'fcm','token':'%s'}".formatted(fcm));
            register(ann, "watch", "{'kind':'apns','token':'%s'}".formatted(apns));
            reach(ann, "email", mark + "@example.org");
            reach(ann, "sms", "+49 30 " + mark);
            secrets.add(secret(ann.put("/v1/channels/sms", "{'url':'%s'}".formatted(gateway.url()))
                    .statusCode(201)
                    .extract()
                    .path("secret")));
            secrets.add(secret(ann.post("/v1/subscriptions", "{'url':'%s','types':['*']}".formatted(gateway.url()))
                    .statusCode(201)
                    .extract()
                    .path("secret")));

            RestAssured.given()
                    .auth()
                    .oauth2(key)
                    .contentType("application/yaml")
                    .body(EVERY_PUSH_ADDRESS.getBytes(StandardCharsets.UTF_8))
                    .put("/v1/rules")
                    .then()
                    .statusCode(200);

            // When: it is used, and lost, and told of.
            browser.answers(410);
            String id = ann.notify("Lunch?", "").getString("id");
            Awaitility.await()
                    .until(() -> ann.get("/v1/users/%s/devices/phone".formatted(ann.user()))
                                    .extract()
                                    .path("push.lost")
                            != null);

            // Then
            assertEquals(List.of(), found(secrets));
            assertTrue(found(List.of(id, tenant.value())).size() > 5, "the search finds what can be read");
        }
    }

    private List<String> found(List<String> words) {
        List<String> all = command(Command.KEYS, List.of("*"));
        List<String> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            List<String> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
            List<Object> arguments = new ArrayList<>(List.of(SEARCH, some.size()));
            arguments.addAll(some);
            arguments.addAll(words);
            found.addAll(command(Command.EVAL, arguments));
        }
        return found;
    }

    private List<String> command(Command command, List<?> arguments) {
        return redis.command(command, arguments.toArray())
                .await()
                .indefinitely()
                .texts();
    }

    /** What is secret of it: the word before it only says of which kind it is. */
    private static String secret(String text) {
        assertTrue(text.startsWith("whsec_"), text);
        return text.substring("whsec_".length());
    }

    private static void register(Verbs person, String device, String address) {
        person.put(
                        "/v1/users/%s/devices/%s".formatted(person.user(), device),
                        "{'platform':'web','push':%s}".formatted(address))
                .statusCode(201);
    }

    private static void reach(Verbs person, String channel, String address) {
        person.put("/v1/users/%s/channels/%s".formatted(person.user(), channel), "{'address':'%s'}".formatted(address))
                .statusCode(201);
    }
}
