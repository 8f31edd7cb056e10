package dev.oneping.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The HTTP API as an app's server calls it. Blocks; thread-safe. Calls that it does not have go by {@link #call}. */
public final class OnepingApi {

    private static final Duration PATIENCE = Duration.ofSeconds(70);

    private final HttpClient http;
    private final URI service;
    private final String key;

    /** @param key an API key, or a device token for what devices may do */
    public OnepingApi(URI service, String key) {
        this(HttpClient.newHttpClient(), service, key);
    }

    public OnepingApi(HttpClient http, URI service, String key) {
        this.http = http;
        this.service = service;
        this.key = key;
    }

    /**
     * A notification to send.
     *
     * @param to             such as {@code {user: ann}} or {@code {group: oncall, pick: most_attentive}}
     * @param fields         further fields of {@code POST /v1/notify}, such as {@code body}, {@code priority}, {@code data}
     * @param idempotencyKey makes a repeated call have the effect of one; may be null
     */
    public record Notification(
            Map<String, Object> to, String title, Map<String, Object> fields, String idempotencyKey) {

        /** One for a user, with the defaults. */
        public static Notification to(String user, String title) {
            return new Notification(Map.of("user", user), title, Map.of(), null);
        }

        public Notification with(String field, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(fields);
            more.put(field, value);
            return new Notification(to, title, more, idempotencyKey);
        }

        public Notification idempotent(String newKey) {
            return new Notification(to, title, fields, newKey);
        }
    }

    /** The answer to a notification. @param reason may be null */
    public record Accepted(String id, String state, String reason) {}

    /** Notifies. */
    public Accepted notify(Notification notification) throws IOException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>(notification.fields());
        body.put("to", notification.to());
        body.put("title", notification.title());
        Map<String, String> headers = notification.idempotencyKey() == null
                ? Map.of()
                : Map.of("Idempotency-Key", '"' + notification.idempotencyKey() + '"');
        Map<String, Object> answer = call("POST", "/v1/notify", body, headers);
        return new Accepted(text(answer, "id"), text(answer, "state"), text(answer, "reason"));
    }

    /** Returns a short-lived token for one device of one user. */
    public String token(String user, String device) throws IOException, InterruptedException {
        return text(call("POST", "/v1/tokens", Map.of("user", user, "device", device), Map.of()), "token");
    }

    /** Returns a notification as it is now: its state, its attempts. */
    public Map<String, Object> notification(String id) throws IOException, InterruptedException {
        return call("GET", "/v1/notifications/" + encode(id), null, Map.of());
    }

    /** Takes a notification back. */
    public void cancel(String id) throws IOException, InterruptedException {
        call("DELETE", "/v1/notifications/" + encode(id), null, Map.of());
    }

    /** Returns the presence of a user. */
    public Map<String, Object> presence(String user) throws IOException, InterruptedException {
        return call("GET", "/v1/users/" + encode(user) + "/presence", null, Map.of());
    }

    /**
     * Makes any call.
     *
     * @param body written as JSON; null for none
     * @return the answer; empty where it has no JSON object
     * @throws OnepingException if the service answers with a problem
     */
    public Map<String, Object> call(String method, String path, Object body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Json.write(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Map<String, Object> json = isJson(answer) ? Json.readObject(answer.body()) : Map.of();
        if (answer.statusCode() >= 400) {
            long pause = answer.headers().firstValue("Retry-After").isPresent()
                    ? HttpAnswers.retryAfterMs(answer.headers())
                    : -1;
            throw new OnepingException(answer.statusCode(), json, pause);
        }
        return json;
    }

    private static boolean isJson(HttpResponse<String> answer) {
        return !answer.body().isBlank()
                && answer.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.contains("json"))
                        .isPresent();
    }

    private static String text(Map<String, Object> answer, String field) {
        return answer.get(field) instanceof String text ? text : null;
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
