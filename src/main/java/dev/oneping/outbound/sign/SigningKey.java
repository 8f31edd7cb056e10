package dev.oneping.outbound.sign;

import java.util.random.RandomGenerator;

/** A key that signs deliveries. Its text form is redacted. */
public sealed interface SigningKey permits SharedSecret, Ed25519Key {

    /** Creates one entry of the header {@code webhook-signature}: version, comma, base64. */
    String sign(byte[] head, byte[] body);

    /** Encodes the whole key, for encrypted storage. */
    String reveal();

    /** Encodes the key that the receiver verifies with: the shared secret, or the public key. */
    String forReceiver();

    /** Returns the signature scheme. */
    SignatureScheme signing();

    /** Creates a random key of a scheme. */
    static SigningKey create(SignatureScheme signing, RandomGenerator random) {
        return switch (signing) {
            case V1 -> SharedSecret.create(random);
            case V1A -> Ed25519Key.create(random);
        };
    }

    /**
     * Parses the form of {@link #reveal}.
     *
     * @throws IllegalArgumentException without the text in its message
     */
    static SigningKey parse(String text) {
        return text.startsWith(Ed25519Key.PREFIX) ? Ed25519Key.parse(text) : SharedSecret.parse(text);
    }
}
