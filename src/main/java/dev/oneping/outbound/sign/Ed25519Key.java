package dev.oneping.outbound.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * An Ed25519 key in the encoding of Standard Webhooks: {@code whsk_} and the base64 of seed and public key, 32 bytes
 * each; the receiver gets {@code whpk_} and the base64 of the public key.
 */
public final class Ed25519Key implements SigningKey {

    static final String PREFIX = "whsk_";
    private static final String PUBLIC = "whpk_";
    private static final int PART = 32;

    private final byte[] both;
    private final PrivateKey key;

    private Ed25519Key(byte[] both) {
        if (both.length != 2 * PART) {
            throw new IllegalArgumentException("an Ed25519 key must have 64 bytes, this one has " + both.length);
        }
        this.both = both;
        try {
            key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(both, PART)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    static Ed25519Key create(RandomGenerator random) {
        byte[] seed = new byte[PART];
        random.nextBytes(seed);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, fixed(seed));
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            byte[] both = Arrays.copyOf(seed, 2 * PART);
            System.arraycopy(encoded, encoded.length - PART, both, PART, PART);
            return new Ed25519Key(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    static Ed25519Key parse(String text) {
        try {
            return new Ed25519Key(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a private key must be whsk_ and the base64 of 64 bytes", e);
        }
    }

    @Override
    public String sign(byte[] head, byte[] body) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(head);
            signature.update(body);
            return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    @Override
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String forReceiver() {
        return PUBLIC + Base64.getEncoder().encodeToString(Arrays.copyOfRange(both, PART, 2 * PART));
    }

    @Override
    public SignatureScheme signing() {
        return SignatureScheme.V1A;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }

    /** A random source that returns the seed: the only way to make the JDK derive the public key of a seed. */
    private static SecureRandom fixed(byte[] seed) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        };
    }
}
