package dev.oneping.presence.device;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The keys of a browser's subscription: points that are not on P-256 are rejected before anything is encrypted with
 * them.
 */
class PushKeysTest {

    /** The browser of RFC 8291, appendix A. */
    private static final String POINT =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    @Test
    void shouldAcceptTheKeysOfRfc8291AndTheirMirrorImage() {
        assertDoesNotThrow(() -> new PushAddress.Keys(POINT, AUTH));
        byte[] point = bytes(POINT);
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 33, 65));
        assertTrue(P256Curve.isPoint(point(x(point), P.subtract(y))), "minus y is on the curve too");
    }

    @ParameterizedTest
    @CsvSource({
        // Not on the curve, among them what the JDK makes a key of without complaint.
        "1, 2",
        "0, 0",
        "1, 0",
        // Where the curve meets x = 0 there is a y; it is not this one.
        "0, 1",
    })
    void shouldRejectPointsNotOnTheCurve(BigInteger x, BigInteger y) {
        assertRefused(text(point(x, y)));
    }

    @Test
    void shouldRejectCoordinatesOutOfRangeThatFulfilTheEquation() {
        // p means the same as 0 modulo p, and is no coordinate.
        BigInteger b = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
        BigInteger root = b.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        assertTrue(P256Curve.isPoint(point(BigInteger.ZERO, root)), "x = 0 is on the curve");

        assertRefused(text(point(P, root)));
        assertRefused(text(point(P, P.subtract(root))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The point at infinity, as SEC 1 writes it and as people do.
                "00",
                "",
                "04",
                "0400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                        + "0000000000000000000000000000",
                // Compressed.
                "022571b2becdfde360551aaf1ed0f4cd366c11cebe555f89bcb7b186a533391731",
            })
    void shouldRejectInfinityAndOtherPointFormats(String hex) {
        assertRefused(text(HexFormat.of().parseHex(hex)));
    }

    @Test
    void shouldRejectEveryOtherLengthAndFormat() {
        byte[] point = bytes(POINT);
        assertRefused(text(Arrays.copyOf(point, 64)));
        assertRefused(text(Arrays.copyOf(point, 66)));
        for (int form : new int[] {0, 2, 3, 5, 6, 7}) {
            byte[] other = point.clone();
            other[0] = (byte) form;
            assertRefused(text(other));
        }
        for (int bit = 8; bit < 65 * 8; bit++) {
            byte[] other = point.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(text(other));
        }
        assertRefused("not base64url!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BTBZMqHH6r4Tts7J_aSI", "BTBZMqHH6r4Tts7J_aSIggAA", "BTBZMqHH6r4Tts7J+aSIgg"})
    void shouldRejectASecretOfOtherThanSixteenBytes(String auth) {
        assertThrows(IllegalArgumentException.class, () -> new PushAddress.Keys(POINT, auth));
    }

    private static void assertRefused(String p256dh) {
        assertThrows(IllegalArgumentException.class, () -> new PushAddress.Keys(p256dh, AUTH), p256dh);
    }

    private static BigInteger x(byte[] point) {
        return new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
    }

    private static byte[] point(BigInteger x, BigInteger y) {
        return HexFormat.of().parseHex("04%064x%064x".formatted(x, y));
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
