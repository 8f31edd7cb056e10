package dev.oneping.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.presence.PresenceAnswer;
import dev.oneping.problem.http.EntityTagList;
import dev.oneping.text.Sha256;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a presence with its strong entity tag {@code "<version>-<steady>-<exact>"}. The version grows with
 * each stored change; {@code steady} also covers changes by the passing of time, and {@code exact} every byte. They
 * differ by the confidence only, which fades continuously: a new confidence does not end a wait.
 *
 * <p>To keep the form stable enough for caching, confidence is rounded to tenths, and the evidence that the connection
 * is alive, whose time changes continuously, appears only if there is no other evidence.
 */
record PresenceRendering(JsonNode body, String steady, String exact) {

    private static final String CONFIDENCE = "confidence";
    private static final int STEADY_DIGITS = 16;
    private static final int EXACT_DIGITS = 8;
    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18}-[0-9a-f]{16})-[0-9a-f]{8}\"");

    static PresenceRendering of(PresenceAnswer answer, ObjectMapper json) {
        JsonNode body = json.valueToTree(answer);
        body.findParents(CONFIDENCE).forEach(attention -> stabilize((ObjectNode) attention));
        JsonNode still = body.deepCopy();
        still.findParents(CONFIDENCE).forEach(attention -> ((ObjectNode) attention).remove(CONFIDENCE));
        return new PresenceRendering(
                body, answer.version() + "-" + digest(still, STEADY_DIGITS), digest(body, EXACT_DIGITS));
    }

    private static void stabilize(ObjectNode attention) {
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

    /** Returns whether the header names exactly this form. */
    boolean isKnownBy(@Nullable String ifNoneMatch) {
        return EntityTagList.isKnown(ifNoneMatch, tag());
    }

    /** Returns whether the header names a form without a significant difference. */
    boolean isAsIn(String ifNoneMatch) {
        return TAG.matcher(ifNoneMatch.toLowerCase(Locale.ROOT))
                .results()
                .anyMatch(tag -> tag.group(1).equals(steady));
    }

    private static String digest(JsonNode body, int digits) {
        return Sha256.hex(body.toString()).substring(0, digits);
    }
}
