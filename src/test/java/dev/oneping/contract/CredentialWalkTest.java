package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.tenant.Tenant;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.Tenants;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every operation of the contract that asks for a credential, with none and with each kind that must not do. */
@Tag("service")
@QuarkusTest
@TestProfile(CredentialWalkTest.ManyRefusals.class)
class CredentialWalkTest {

    /** They look for an upgrade, or for the signature of a proxy, before they ask for a credential. */
    private static final Map<String, Integer> EARLIER =
            Map.of("GET /v1/connect", 426, "GET /v1/events/socket", 404, "POST /v1/connect", 403);

    /** Every key may ask what it is. */
    private static final Set<String> FOR_EVERY_KEY = Set.of("GET /v1/me");

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    /** Lets one address be refused as often as the walk is. */
    public static final class ManyRefusals implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("oneping.auth.refusal-burst", "1000000");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RedisServer.class));
        }
    }

    @Inject
    ApiKeys keys;

    @Inject
    Tenants tenants;

    private final Contract contract = Contract.written();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final TenantId tenant =
            new TenantId("walk" + Long.toHexString(ThreadLocalRandom.current().nextLong()));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void shouldAskForACredential() throws Exception {
        walk(null, (status, code) -> status == 401 && code.equals("unauthenticated"));
    }

    @Test
    void shouldRefuseAnUnknownKeyAndABrokenToken() throws Exception {
        walk("opk_nobody-has-this-key", (status, code) -> status == 401 && code.equals("invalid-credential"));
        walk("eyJhbGciOiJub25lIn0.e30.", (status, code) -> status == 401 && code.equals("invalid-credential"));
    }

    @Test
    void shouldRefuseATokenOfAnUnknownIssuer() throws Exception {
        String header = "eyJhbGciOiJIUzI1NiJ9";
        String claims = "eyJpc3MiOiJodHRwczovL25vYm9keS5leGFtcGxlIiwiYXVkIjoieCIsInN1YiI6ImFubiJ9";

        walk(header + "." + claims + ".AAAA", (status, code) -> status == 401 && code.equals("invalid-credential"));
    }

    @Test
    void shouldRefuseARevokedKey() throws Exception {
        ApiKeys.NewKey key = key(Set.of(Scope.ADMIN), null);
        keys.delete(tenant, key.id()).await().indefinitely();

        walk(key.key(), (status, code) -> status == 401);
    }

    @Test
    void shouldRefuseAnExpiredKey() throws Exception {
        ApiKeys.NewKey key = key(Set.of(Scope.ADMIN), Instant.now().plusMillis(50));
        Awaitility.await()
                .until(() -> keys.find(key.key()).await().indefinitely().isEmpty());

        walk(key.key(), (status, code) -> status == 401);
    }

    @Test
    void shouldRefuseAKeyOfASuspendedTenant() throws Exception {
        tenants.create(tenant, "Walk", TenantLimits.CONFIGURED).await().indefinitely();
        ApiKeys.NewKey key = key(Set.of(Scope.ADMIN), null);
        tenants.change(tenant, found -> found.in(Tenant.State.SUSPENDED))
                .await()
                .indefinitely();

        walk(key.key(), (status, code) -> status == 403 && code.equals("tenant-suspended"));
    }

    @Test
    void shouldRefuseAKeyWithAnotherScope() throws Exception {
        String one = key(Set.of(Scope.TOKENS), null).key();
        String other = key(Set.of(Scope.EVENTS), null).key();
        List<String> open = new ArrayList<>();
        int walked = 0;
        for (Contract.Operation operation : guarded()) {
            if (!FOR_EVERY_KEY.contains(operation.name()) && !EARLIER.containsKey(operation.name())) {
                walked++;
                if (call(operation, one).status() != 403
                        && call(operation, other).status() != 403) {
                    open.add(operation.name());
                }
            }
        }
        assertEquals(List.of(), open);
        assertTrue(walked > 80, "walked " + walked);
    }

    private ApiKeys.NewKey key(Set<Scope> scopes, @Nullable Instant expiresAt) {
        return keys.create(tenant, "walk", scopes, expiresAt, List.of()).await().indefinitely();
    }

    private void walk(@Nullable String credential, BiPredicate<Integer, String> refused) throws Exception {
        List<String> faults = new ArrayList<>();
        for (Contract.Operation operation : guarded()) {
            Answer answer = call(operation, credential);
            Integer earlier = EARLIER.get(operation.name());
            boolean isRefused =
                    refused.test(answer.status(), answer.code()) || (earlier != null && earlier == answer.status());
            if (!isRefused) {
                faults.add(operation.name() + ": " + answer);
            }
        }
        assertEquals(List.of(), faults);
    }

    private List<Contract.Operation> guarded() {
        return contract.operations().stream()
                .filter(operation -> !operation.node().path("security").isArray()
                        || !operation.node().path("security").isEmpty())
                .toList();
    }

    private Answer call(Contract.Operation operation, @Nullable String credential)
            throws IOException, InterruptedException {
        ExampleCall call = ExampleCall.of(contract, operation).findFirst().orElseThrow();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path(operation)));
        if (credential != null) {
            request.header("Authorization", "Bearer " + credential);
        }
        String type = call.type();
        if (type != null) {
            request.header("Content-Type", type);
        }
        request.method(
                operation.method().toUpperCase(Locale.ROOT),
                type == null ? BodyPublishers.noBody() : BodyPublishers.ofString(call.text()));
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            // What is allowed may be a stream without an end.
            String text = response.statusCode() < 400 ? "{}" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(
                    response.statusCode(), json.readTree(text).path("code").asText());
        }
    }

    private String path(Contract.Operation operation) {
        Matcher variables = VARIABLE.matcher(operation.path());
        StringBuilder path = new StringBuilder();
        while (variables.find()) {
            String name = variables.group(1);
            String value = operation
                    .parameters()
                    .map(contract::resolve)
                    .filter(parameter -> parameter.path("name").asText().equals(name))
                    .map(parameter -> parameter.path("example").asText())
                    .findFirst()
                    .orElseThrow();
            variables.appendReplacement(path, Matcher.quoteReplacement(value.isEmpty() ? "unknown" : value));
        }
        return variables.appendTail(path).toString();
    }

    private record Answer(int status, String code) {}
}
