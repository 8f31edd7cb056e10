package dev.oneping.outbound.sign;

import java.util.random.RandomGenerator;

/** A key that deliveries are signed with. It never shows itself in a log. */
public sealed interface SigningKey permits SharedSecret, Ed25519Key {

    /** One entry of the header {@code webhook-signature}: version, comma, base64. */
    String sign(byte[] head, byte[] body);

    /** The whole key as a text, to be stored encrypted. */
    String reveal();

    /** What the receiver verifies with: the shared secret, or the public key. */
    String forReceiver();

    /** How it signs. */
    SignatureScheme signing();

    /** A new key that signs so. */
    static SigningKey create(SignatureScheme signing, RandomGenerator random) {
        return switch (signing) {
            case V1 -> SharedSecret.create(random);
            case V1A -> Ed25519Key.create(random);
        };
    }

    /**
     * Reads what {@link #reveal} wrote.
     *
     * @throws IllegalArgumentException that does not repeat the text
     */
    static SigningKey parse(String text) {
        return text.startsWith(Ed25519Key.PREFIX) ? Ed25519Key.parse(text) : SharedSecret.parse(text);
    }
}
