package dev.oneping.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The token of a device: given once, or issued by the service for an API key each time that the device connects.
 *
 * @param device the device's name
 * @param source returns a token; throws {@link StoryStopped} with a sentence if there is none
 */
record DeviceCredential(String device, Callable<String> source) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTS = 3;

    /** A credential that the user typed. */
    static DeviceCredential given(String service, String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            throw new StoryStopped("'" + token + "' is not a token; for a device of a user, give both: "
                    + "./oneping connect USER DEVICE.");
        }
        try {
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return new DeviceCredential(JSON.readTree(claims).path("device").asText("terminal"), () -> token);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw new StoryStopped("The token is damaged; copy it again, or use ./oneping connect USER DEVICE.", e);
        }
    }

    /** A credential that the service issues for an API key. */
    static DeviceCredential issued(String service, String key, String user, String device) {
        if (key.isEmpty()) {
            throw new StoryStopped("There is no API key: ./oneping run keeps one in data/dev-key; for another service "
                    + "set ONEPING_KEY and ONEPING_URL.");
        }
        return new DeviceCredential(device, () -> fetch(service, key, user, device));
    }

    private static String fetch(String service, String key, String user, String device) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(service + "/v1/tokens"))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    JSON.writeValueAsString(Map.of("user", user, "device", device))))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode body = JSON.readTree(answer.body());
            return switch (answer.statusCode()) {
                case 200, 201 -> body.path("token").asText();
                case 401, 403 ->
                    throw new StoryStopped(
                            "The service at " + service + " does not accept the API key; set ONEPING_KEY "
                                    + "to one of its keys with the scope for tokens.");
                default ->
                    throw new StoryStopped("The service issued no token: "
                            + body.path("detail").asText("status " + answer.statusCode()));
            };
        } catch (JsonProcessingException e) {
            throw new StoryStopped("What answers at " + service + " is not oneping.", e);
        } catch (IOException e) {
            throw new StoryStopped(noService(service), e);
        }
    }

    static String noService(String service) {
        return "No service answers at " + service + ": start one with ./oneping run, or set ONEPING_URL.";
    }
}
