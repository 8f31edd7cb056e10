package dev.oneping.presence.device;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The curve P-256 (FIPS 186-5, secp256r1): y² = x³ − 3x + b modulo p. The JDK accepts any pair of numbers as a public
 * key and fails only on use, so input from outside is validated here.
 */
final class P256Curve {

    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final int COORDINATE = 32;
    private static final byte UNCOMPRESSED = 4;

    private P256Curve() {}

    /** Returns whether these bytes are an uncompressed point on the curve. */
    static boolean isPoint(byte[] bytes) {
        if (bytes.length != 1 + 2 * COORDINATE || bytes[0] != UNCOMPRESSED) {
            return false;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + COORDINATE));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + COORDINATE, bytes.length));
        BigInteger right = x.pow(3).subtract(THREE.multiply(x)).add(B).mod(P);
        return x.compareTo(P) < 0 && y.compareTo(P) < 0 && y.multiply(y).mod(P).equals(right);
    }
}
