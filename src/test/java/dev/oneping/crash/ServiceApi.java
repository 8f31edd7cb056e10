package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** An app's client for a service in another process; every call must succeed. */
final class ServiceApi {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI service;

    ServiceApi(URI service) {
        this.service = service;
    }

    /** A token for a device. */
    String token(String user, String device) throws IOException, InterruptedException {
        return post("/v1/tokens", "{\"user\":\"" + user + "\",\"device\":\"" + device + "\"}")
                .get("token")
                .asText();
    }

    /** Returns the presence of a user. */
    JsonNode presence(String user) throws IOException, InterruptedException {
        return get("/v1/users/" + user + "/presence");
    }

    /** Returns the number of a user's sessions on all devices. */
    int sessions(String user) throws IOException, InterruptedException {
        int sessions = 0;
        for (JsonNode device : presence(user).path("devices")) {
            sessions += device.path("sessions").asInt();
        }
        return sessions;
    }

    /** Every event of a type since the beginning. */
    List<JsonNode> events(String type) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        boolean more = true;
        while (more) {
            JsonNode page = get("/v1/events?types=" + type + "&limit=250&after=" + cursor);
            page.get("data").forEach(events::add);
            cursor = page.get("next_cursor").asText();
            more = page.get("has_more").asBoolean();
        }
        return events;
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode put(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.resolve(path)));
    }

    void delete(String path) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(service.resolve(path)).DELETE());
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(
                request.header("Authorization", "Bearer " + ServiceProcess.KEY).build(),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(response.statusCode() < 300, response::body);
        return JSON.readTree(response.body());
    }
}
