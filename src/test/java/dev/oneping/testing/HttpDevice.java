package dev.oneping.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A device without a WebSocket, on the JDK's HTTP client: opens a session, fetches frames by polls or by a stream, posts its own. */
public final class HttpDevice {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(80);

    private final String service;
    private final String token;
    private String session = "/v1/sessions/ses_none";

    /** With a device token, to a service such as {@code http://localhost:8080}. */
    public HttpDevice(String service, String token) {
        this.service = service;
        this.token = token;
    }

    /** Says hello, whatever comes of it; apostrophes stand for quotation marks. If it is taken, later calls go to its session. */
    public HttpResponse<String> open(String hello) {
        HttpResponse<String> answer = send(to("/v1/sessions").POST(body(hello)));
        answer.headers().firstValue("Location").ifPresent(location -> session = location);
        return answer;
    }

    /** Opens a session that is welcome, and returns the welcome. */
    public JsonNode hello(String device) {
        HttpResponse<String> answer = open("{'type':'hello','device':'" + device + "','platform':'web'}");
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return read(answer);
    }

    /** The path of its session. */
    public String session() {
        return session;
    }

    /** Goes on in a session that somebody else has opened. */
    public HttpDevice in(String path) {
        session = path;
        return this;
    }

    /** Asks for the frames after a number, and waits some seconds if there are none. */
    public HttpResponse<String> poll(long after, int seconds) {
        return send(polling(after, seconds));
    }

    /** As {@link #poll}, while the caller does something else. */
    public CompletableFuture<HttpResponse<String>> pollMeanwhile(long after, int seconds) {
        return HTTP.sendAsync(polling(after, seconds).build(), BodyHandlers.ofString());
    }

    /** Listens to the stream, from after the event of that id on; from the beginning if there is none. */
    public HttpResponse<InputStream> stream(@Nullable String lastEventId) {
        HttpRequest.Builder request = to(session + "/stream").header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HTTP.sendAsync(request.build(), BodyHandlers.ofInputStream()).join();
    }

    /** Says a frame, or a list of frames; apostrophes stand for quotation marks. */
    public HttpResponse<String> say(String frames) {
        return send(to(session + "/frames").POST(body(frames)));
    }

    /** Ends the session. */
    public HttpResponse<String> leave() {
        return send(to(session).DELETE());
    }

    /** The body of an answer, as JSON. */
    public static JsonNode read(HttpResponse<String> answer) {
        return read(answer.body());
    }

    /** A text, as JSON. */
    public static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private HttpRequest.Builder polling(long after, int seconds) {
        HttpRequest.Builder request = to(session + "/poll?after=" + after);
        return seconds == 0 ? request : request.header("Prefer", "wait=" + seconds);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(service + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return BodyPublishers.ofString(json.replace('\'', '"'));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.timeout(PATIENCE).build(), BodyHandlers.ofString())
                .join();
    }
}
