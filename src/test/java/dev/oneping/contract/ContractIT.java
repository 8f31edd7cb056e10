package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.oneping.crash.ServiceProcess;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the contract with the contract's own examples, on the packaged service: each answer has a documented
 * status, a documented media type and the documented schema. What is held open or upgraded has tests of its own.
 */
class ContractIT {

    /** The calls that cannot succeed by their example alone, with what they answer. */
    private static final Map<String, Integer> REFUSED = Map.ofEntries(
            // This service sends no e-mail, and has no key for Web Push.
            Map.entry("PUT /v1/users/{user}/channels/{channel} mail", 409),
            Map.entry("DELETE /v1/users/{user}/channels/{channel}", 404),
            Map.entry("GET /v1/webpush-key", 404),
            // The tokens and ids are secrets or belong to what has not happened yet.
            Map.entry("GET /v1/consents/{token}", 404),
            Map.entry("POST /v1/consents/{token}", 404),
            Map.entry("POST /v1/subscriptions/{id}/deliveries/{delivery}/resend", 404),
            // Needs the signature of a proxy, the token of a device, and a notification that has ended.
            Map.entry("POST /v1/connect open", 403),
            Map.entry("POST /v1/connect text", 403),
            Map.entry("POST /v1/notifications/{id}/ack device", 400),
            Map.entry("POST /v1/notifications/{id}/resend", 409));

    /** Paths of what administrators own; the actions that change nothing of it have other names. */
    private static final Pattern ADMINISTRATIVE = Pattern.compile("/v1/(api-keys|tenants|token-issuers)(/.*)?"
            + "|/v1/subscriptions(/\\{id}(/(verify|enable|rotate-secret))?)?"
            + "|/v1/channels/.*|/v1/rules|/v1/rules/versions/.*/restore|/v1/presence/settings"
            + "|/v1/privacy/settings|/v1/users/\\{user}(/tokens/revoke)?");

    /** A whole API key: the first characters alone are shown. */
    private static final Pattern A_KEY = Pattern.compile("opk_[A-Za-z0-9_-]{9,}");

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> HELD = Set.of("101");
    private static final String TOKEN = "token";
    private static final String PLACE = "https://example.com";

    private final Contract contract = Contract.written();
    private final ContractSchemas schemas = new ContractSchemas(contract);
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> made = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> administrative = new ArrayList<>();
    private final Map<String, Integer> refused = new TreeMap<>();

    @Test
    void shouldAnswerTheExamplesOfEveryOperationAsDescribed(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("redis"));
        HttpServer receiver = receiver();
        try (EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
                ServiceProcess service = ServiceProcess.start(redis.uri(), ServiceProcess.freePort(), folder);
                HttpClient client = HttpClient.newHttpClient()) {
            URI hooks = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort());
            List<ExampleCall> calls = contract.operations().stream()
                    .filter(operation -> !isHeld(operation))
                    .flatMap(operation -> ExampleCall.of(contract, operation))
                    .sorted(ExampleCall.CREATING_FIRST)
                    .toList();
            for (ExampleCall call : calls) {
                for (int i = call.operation().method().equals("put") ? 2 : 1; i > 0; i--) {
                    judge(call, client.send(request(call, service.url(), hooks), BodyHandlers.ofString()));
                }
            }
            faults.addAll(unaudited(client, service.url()));
            System.out.printf("contract: %d calls, refused %s%n", calls.size(), refused);
            assertAll(() -> assertEquals(List.of(), faults), () -> assertEquals(new TreeMap<>(REFUSED), refused));
        } finally {
            receiver.stop(0);
        }
    }

    /** Returns the administrative calls that succeeded and are not in the audit, or are in it too often. */
    private List<String> unaudited(HttpClient client, URI service) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/audit?limit=250"))
                .header("Authorization", "Bearer " + ServiceProcess.KEY)
                .build();
        JsonNode page =
                json.readTree(client.send(request, BodyHandlers.ofString()).body());
        List<String> written = page.path("data")
                .valueStream()
                .map(act -> act.path("type").asText())
                .sorted()
                .toList();
        if (A_KEY.matcher(page.path("data").toString()).find()) {
            faults.add("the audit has a secret");
        }
        return administrative.size() == written.size()
                ? List.of()
                : List.of("audit: done " + administrative + ", written " + written);
    }

    /** Returns whether a call changes what administrators own. */
    private static boolean isAdministrative(Contract.Operation operation) {
        return !operation.method().equals("get")
                && ADMINISTRATIVE.matcher(operation.path()).matches();
    }

    /** A receiver that agrees to everything. */
    private static HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String origin = exchange.getRequestHeaders().getFirst("WebHook-Request-Origin");
            if (origin != null) {
                exchange.getResponseHeaders().set("WebHook-Allowed-Origin", origin);
                exchange.getResponseHeaders().set("WebHook-Allowed-Rate", "*");
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static boolean isHeld(Contract.Operation operation) {
        return operation.path().contains("stream")
                || operation.node().path("responses").properties().stream()
                        .anyMatch(answer -> HELD.contains(answer.getKey()));
    }

    private HttpRequest request(ExampleCall call, URI service, URI hooks) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path(call.operation())))
                .header("Authorization", "Bearer " + credential(call.operation()));
        String type = call.type();
        if (type != null) {
            request.header("Content-Type", type);
        }
        return request.method(
                        call.operation().method().toUpperCase(Locale.ROOT),
                        type == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(recent(call.text()).replace(PLACE, hooks.toString())))
                .build();
    }

    /** Moves the night of the examples to the last hour: what is older than some days is refused. */
    private static String recent(String body) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return body.replace(
                        "2026-11-23T20:15:00Z", now.minus(1, ChronoUnit.HOURS).toString())
                .replace("2026-11-24T06:00:00Z", now.toString());
    }

    private String credential(Contract.Operation operation) {
        List<String> schemes = operation
                .node()
                .path("security")
                .valueStream()
                .flatMap(each -> each.properties().stream().map(Map.Entry::getKey))
                .toList();
        boolean isForDevices = schemes.contains("deviceToken") && !schemes.contains("apiKey");
        return isForDevices ? made.getOrDefault(TOKEN, "") : ServiceProcess.KEY;
    }

    /** Returns the path with what earlier calls have made, else with the examples of its variables. */
    private String path(Contract.Operation operation) {
        Matcher variables = VARIABLE.matcher(operation.path());
        StringBuilder path = new StringBuilder();
        while (variables.find()) {
            String collection = operation.path().substring(0, variables.start() - 1);
            String name = variables.group(1);
            String value = operation
                    .parameters()
                    .map(contract::resolve)
                    .filter(parameter -> parameter.path("name").asText().equals(name))
                    .map(parameter -> parameter.path("example").asText())
                    .findFirst()
                    .orElseThrow();
            variables.appendReplacement(path, Matcher.quoteReplacement(made.getOrDefault(collection, value)));
        }
        return variables.appendTail(path).toString();
    }

    private void judge(ExampleCall call, HttpResponse<String> answer) throws IOException {
        int status = answer.statusCode();
        if (status >= 400) {
            refused.put(call.toString(), status);
        } else if (isAdministrative(call.operation())) {
            administrative.add(call.toString());
        }
        JsonNode described =
                contract.resolve(call.operation().node().path("responses").path(Integer.toString(status)));
        if (described.isMissingNode() || status >= 500) {
            faults.add(call + ": " + status + " " + answer.body());
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode media = described.path("content").path(type);
        boolean isEmpty = answer.body().isEmpty();
        if (isEmpty != described.path("content").isEmpty() || (!isEmpty && media.isMissingNode())) {
            faults.add(call + ": " + status + " as '" + type + "' " + answer.body());
        } else if (type.endsWith("json")) {
            JsonNode body = json.readTree(answer.body());
            List<?> wrong = schemas.schema(media.path("schema")).validate(body);
            if (!wrong.isEmpty()) {
                faults.add(call + ": " + status + " " + wrong + " " + body);
            }
            if (status < 300) {
                remember(call.operation().path(), body);
            }
        }
    }

    private void remember(String path, JsonNode body) {
        JsonNode id = body.path("id");
        if (id.isTextual()) {
            made.put(path.equals("/v1/notify") ? "/v1/notifications" : path, id.asText());
        }
        if (body.path("session").isTextual()) {
            made.put("/v1/sessions", body.path("session").asText());
        }
        if (path.equals("/v1/tokens")) {
            made.put(TOKEN, body.path("token").asText());
        }
        if (path.endsWith("/signal-urls") && body.path("url").isTextual()) {
            String url = body.path("url").asText();
            made.put("/v1/esl", url.substring(url.lastIndexOf('/') + 1));
        }
        if (path.endsWith("/notice") && body.path("read").isTextual()) {
            made.put("/v1/notices", body.path("read").asText().split("/", -1)[3]);
        }
    }
}
