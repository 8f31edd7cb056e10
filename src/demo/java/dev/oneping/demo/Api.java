package dev.oneping.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client for the part of the HTTP API that the scenario uses. A rejected request stops the scenario with the
 * problem's text.
 */
final class Api implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI service;
    private final String key;

    Api(URI service, String key) {
        this.service = service;
        this.key = key;
    }

    /** Connects a device of a user, with a token issued for it. */
    SimulatedDevice connect(String user, String device, String platform, DemoObservations first) {
        String token = post("/v1/tokens", Map.of("user", user, "device", device))
                .path("token")
                .asText();
        URI address = URI.create(service.toString().replaceFirst("^http", "ws")).resolve("/v1/connect");
        return SimulatedDevice.connect(client, address, token, device, platform, first);
    }

    /** Sends a notification and returns the response with the decision. */
    JsonNode notify(String user, String title, String priority, String policy) {
        return post(
                "/v1/notify",
                Map.of(
                        "to",
                        Map.of("user", user),
                        "title",
                        title,
                        "category",
                        "demo",
                        "priority",
                        priority,
                        "policy",
                        policy));
    }

    /** Returns the trace of a notification. */
    JsonNode trace(String notification) {
        return call("GET", "/v1/notifications/" + notification + "/trace", null);
    }

    /** Sets a user's preferences. */
    void prefer(String user, Map<String, Object> preferences) {
        call("PUT", "/v1/users/" + user + "/preferences", preferences);
    }

    /** Subscribes to the events of notifications; the response has the id and the secret. */
    JsonNode subscribe(URI receiver) {
        return post("/v1/subscriptions", Map.of("url", receiver.toString(), "types", List.of("notification.*")));
    }

    void unsubscribe(String subscription) {
        call("DELETE", "/v1/subscriptions/" + subscription, null);
    }

    private JsonNode post(String path, Map<String, Object> body) {
        return call("POST", path, body);
    }

    private JsonNode call(String method, String path, @Nullable Map<String, Object> body) {
        try {
            HttpResponse<String> answer = client.send(request(method, path, body), BodyHandlers.ofString());
            return read(method + " " + path, answer);
        } catch (IOException e) {
            throw new StoryStopped("oneping does not answer at " + service + ": " + e + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryStopped("The story was interrupted.", e);
        }
    }

    private HttpRequest request(String method, String path, @Nullable Map<String, Object> body)
            throws JsonProcessingException {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
    }

    private static JsonNode read(String call, HttpResponse<String> answer) throws JsonProcessingException {
        if (answer.statusCode() / 100 != 2) {
            throw new StoryStopped(call + " was answered with " + answer.statusCode() + ": " + answer.body() + "");
        }
        return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
