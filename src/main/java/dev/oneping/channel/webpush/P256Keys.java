package dev.oneping.channel.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/** P-256 keys in the format of Web Push: a public key is an uncompressed point, a private one a number. */
final class P256Keys {

    private static final String NAME = "secp256r1";
    private static final int COORDINATE = 32;
    private static final ECParameterSpec P256 = parameters();

    private P256Keys() {}

    static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(NAME));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * Returns the public key of a point.
     *
     * @param point 65 bytes, checked to be on the curve
     */
    static ECPublicKey publicKey(byte[] point) {
        try {
            ECPoint at = new ECPoint(
                    new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE)),
                    new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE, point.length)));
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(at, P256));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static ECPrivateKey privateKey(byte[] number) {
        try {
            return (ECPrivateKey)
                    KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(new BigInteger(1, number), P256));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Returns the 65 bytes of a public key. */
    static byte[] point(ECPublicKey key) {
        byte[] point = new byte[1 + 2 * COORDINATE];
        point[0] = 4;
        put(key.getW().getAffineX(), point, 1);
        put(key.getW().getAffineY(), point, 1 + COORDINATE);
        return point;
    }

    /**
     * Writes a coordinate as 32 bytes: BigInteger's form has a sign and no leading zeros, a coordinate the opposite.
     */
    private static void put(BigInteger number, byte[] to, int at) {
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - COORDINATE);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, to, at + COORDINATE - length, length);
    }

    private static ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(NAME));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("every JDK has P-256", e);
    }
}
