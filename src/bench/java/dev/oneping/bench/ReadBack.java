package dev.oneping.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the final state of notifications from the service, so that incomplete ones are not counted. */
final class ReadBack {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private ReadBack() {}

    /** Those of the notifications that are not "acted", even after some time. */
    static List<String> unanswered(Service service, List<String> ids) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        List<String> left = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String id : ids) {
                while (!acted(client, service, id)) {
                    if (Instant.now().isAfter(end)) {
                        left.add(id);
                        break;
                    }
                    Thread.sleep(PAUSE);
                }
            }
        }
        return left;
    }

    private static boolean acted(HttpClient client, Service service, String id)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.address().resolve("/v1/notifications/" + id))
                .header("Authorization", service.authorization())
                .build();
        String body = client.send(request, BodyHandlers.ofString()).body();
        return JSON.readTree(body).path("state").asText().equals("acted");
    }
}
