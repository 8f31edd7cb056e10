package dev.oneping.crash;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Some users whose phone answers whatever it is shown: enough of them to be on every node of a cluster. */
final class Answers {

    private static final int USERS = 12;

    private final ServiceApi api;
    private final PagerDevice.Log log = new PagerDevice.Log();

    /** Connects a phone for each of them. */
    Answers(URI service, ServiceApi api) throws Exception {
        this.api = api;
        HttpClient client = HttpClient.newHttpClient();
        for (int user = 0; user < USERS; user++) {
            PagerDevice.of("phone", service, api.token("user" + user, "phone"), log)
                    .connect(client);
        }
    }

    /** Notifies each until the phone has answered one. */
    void awaitAll() {
        List<Integer> left = new ArrayList<>(IntStream.range(0, USERS).boxed().toList());
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> {
                    left.removeIf(this::answers);
                    return left.isEmpty();
                });
    }

    /** The contradictions between what was shown where. */
    List<String> faults() {
        return List.copyOf(log.faults);
    }

    private boolean answers(int user) {
        try {
            String id = api.post(
                            "/v1/notify",
                            "{\"to\":{\"user\":\"user" + user + "\"},\"title\":\"Hello\",\"policy\":\"urgent\"}")
                    .get("id")
                    .asText();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> api.get("/v1/notifications/" + id)
                            .get("state")
                            .asText()
                            .equals("acted"));
            return true;
        } catch (Exception | AssertionError e) {
            return false;
        }
    }
}
