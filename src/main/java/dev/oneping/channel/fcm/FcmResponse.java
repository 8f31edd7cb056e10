package dev.oneping.channel.fcm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.oneping.channel.SendResult;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Interprets the responses of FCM.
 *
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/error-codes">the error codes</a>
 */
final class FcmResponse {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError";

    /** The pause that Google asks for when a response states none. */
    private static final Duration QUOTA_PAUSE = Duration.ofMinutes(1);

    private FcmResponse() {}

    /**
     * Maps a response to a result.
     *
     * @param retryAfter the value of the header; null if absent
     */
    static SendResult of(int status, String body, @Nullable Duration retryAfter) {
        if (status >= 200 && status < 300) {
            return new SendResult.Accepted();
        }
        JsonNode error = read(body).path("error");
        String code = code(error, status);
        return switch (code) {
            case "UNREGISTERED" -> new SendResult.Gone(null);
            case "SENDER_ID_MISMATCH" -> new SendResult.Misdirected(word(code));
            case "INVALID_ARGUMENT" ->
                speaksOfToken(error) ? new SendResult.Gone(null) : new SendResult.Rejected(word(code));
            case "QUOTA_EXCEEDED", "RESOURCE_EXHAUSTED" ->
                new SendResult.Later(word(code), retryAfter == null ? QUOTA_PAUSE : retryAfter);
            case "UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED" -> new SendResult.Later(word(code), retryAfter);
            default ->
                status >= 500 ? new SendResult.Later(word(code), retryAfter) : new SendResult.Rejected(word(code));
        };
    }

    /** Returns FCM's own error code, else that of Google's API front end, else the status. */
    private static String code(JsonNode error, int status) {
        for (JsonNode detail : error.path("details")) {
            if (detail.path("@type").asText().equals(FCM_ERROR)) {
                return detail.path("errorCode").asText();
            }
        }
        return error.path("status").isTextual() ? error.path("status").asText() : "HTTP_" + status;
    }

    /**
     * Returns whether the error is about the token: an invalid field is a mistake of our own, unless it is the token.
     */
    private static boolean speaksOfToken(JsonNode error) {
        boolean byFcm = StreamSupport.stream(error.path("details").spliterator(), false)
                .anyMatch(detail -> detail.path("@type").asText().equals(FCM_ERROR));
        boolean ours = StreamSupport.stream(error.path("details").spliterator(), false)
                .flatMap(detail ->
                        StreamSupport.stream(detail.path("fieldViolations").spliterator(), false))
                .anyMatch(violation -> !violation.path("field").asText().equals("message.token"));
        return byFcm && !ours;
    }

    private static JsonNode read(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String word(String code) {
        return code.toLowerCase(Locale.ROOT);
    }
}
