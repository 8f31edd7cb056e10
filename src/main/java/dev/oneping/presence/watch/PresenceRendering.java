package dev.oneping.presence.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.presence.PresenceAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A presence as it is sent, with its strong entity tag {@code "<version>-<steady>-<exact>"}. The version grows with what is
 * stored; {@code steady} covers what changes by time alone as well, and {@code exact} each byte. They differ in the
 * confidence, which fades all the time: to have it anew is no reason to end a wait.
 *
 * <p>So that a form is worth to be remembered at all, confidence is sent in tenths, and that the connection lives now, which
 * is true anew at each instant, only where nothing else is known.
 */
record PresenceRendering(JsonNode body, String steady, String exact) {

    private static final String CONFIDENCE = "confidence";
    private static final int STEADY_DIGITS = 16;
    private static final int EXACT_DIGITS = 8;
    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18}-[0-9a-f]{16})-[0-9a-f]{8}\"");

    static PresenceRendering of(PresenceAnswer answer, ObjectMapper json) {
        JsonNode body = json.valueToTree(answer);
        body.findParents(CONFIDENCE).forEach(attention -> calm((ObjectNode) attention));
        JsonNode still = body.deepCopy();
        still.findParents(CONFIDENCE).forEach(attention -> ((ObjectNode) attention).remove(CONFIDENCE));
        return new PresenceRendering(
                body, answer.version() + "-" + digest(still, STEADY_DIGITS), digest(body, EXACT_DIGITS));
    }

    private static void calm(ObjectNode attention) {
        attention.put(CONFIDENCE, Math.round(attention.path(CONFIDENCE).doubleValue() * 10) / 10.0);
        ArrayNode evidence = (ArrayNode) attention.path("evidence");
        for (int i = evidence.size() - 1; i >= 0; i--) {
            if (evidence.get(i).path("kind").asText().equals("socket")) {
                if (evidence.size() > 1) {
                    evidence.remove(i);
                } else {
                    ((ObjectNode) evidence.get(i)).set("at", attention.path("since"));
                }
            }
        }
    }

    String tag() {
        return "\"" + steady + "-" + exact + "\"";
    }

    /** Whether that header names this very form. */
    boolean isKnownBy(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && (ifNoneMatch.contains(tag()) || ifNoneMatch.strip().equals("*"));
    }

    /** Whether that header names a form which differs in nothing that is worth to be told of at once. */
    boolean isAsIn(String ifNoneMatch) {
        return TAG.matcher(ifNoneMatch.toLowerCase(Locale.ROOT))
                .results()
                .anyMatch(tag -> tag.group(1).equals(steady));
    }

    private static String digest(JsonNode body, int digits) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(body.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
