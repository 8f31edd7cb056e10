package dev.oneping.outbound.sign;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Signs deliveries by Standard Webhooks, over id, timestamp and the bytes of the body. During a key rotation there is
 * one signature for each active key.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *     specification</a>
 */
public final class StandardWebhookSigner {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    private StandardWebhookSigner() {}

    /**
     * Returns the value of the header {@code webhook-signature}.
     *
     * @param id   the value of {@code webhook-id}, the same for every attempt; without a dot
     * @param time the time of this attempt; whole seconds count
     * @param keys all active keys
     */
    public static String sign(String id, Instant time, byte[] body, List<? extends SigningKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no active signing key");
        }
        byte[] head = (id + "." + time.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        return keys.stream().map(key -> key.sign(head, body)).collect(Collectors.joining(" "));
    }
}
