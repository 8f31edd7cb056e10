package dev.oneping.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.crash.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/** An app's client of a node. */
record DrillApi(HttpClient client) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The answer to a request: its status, 0 if there was none, and its body. */
    record Answer(int status, JsonNode body) {}

    String token(URI node, String user, String device) throws IOException, InterruptedException {
        return post(node, "/v1/tokens", "{\"user\":\"" + user + "\",\"device\":\"" + device + "\"}")
                .body()
                .path("token")
                .asText();
    }

    Answer notify(URI node, String user) throws InterruptedException {
        try {
            return post(node, "/v1/notify", "{\"to\":{\"user\":\"" + user + "\"},\"title\":\"Still there?\"}");
        } catch (IOException none) {
            return new Answer(0, JSON.createObjectNode());
        }
    }

    Answer post(URI node, String path, String body) throws IOException, InterruptedException {
        return send(request(node, path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Passes every event after a cursor to a reader, and returns the cursor of the last. */
    String events(URI node, String after, Consumer<JsonNode> reader) throws IOException, InterruptedException {
        String cursor = after;
        boolean more = true;
        while (more) {
            Answer page = send(request(node, "/v1/events?limit=250&after=" + cursor));
            if (page.status() != 200) {
                throw new IOException("the feed answered " + page);
            }
            page.body().path("data").forEach(reader);
            cursor = page.body().path("next_cursor").asText();
            more = page.body().path("has_more").asBoolean();
        }
        return cursor;
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static HttpRequest.Builder request(URI node, String path) {
        return HttpRequest.newBuilder(node.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ServiceProcess.KEY);
    }
}
