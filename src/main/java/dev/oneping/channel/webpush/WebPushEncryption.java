package dev.oneping.channel.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import javax.crypto.KeyAgreement;

/**
 * Encrypts a message so that only one browser can read it (RFC 8291), with a key pair and a salt that are new for each
 * message. The push service sees neither the text nor its length, except for the padding bucket.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8291">RFC 8291</a>
 */
final class WebPushEncryption {

    /** The largest text: 4,096 bytes minus the header of 86, the tag of 16, and the delimiter. */
    static final int MOST = 3993;

    private static final int[] BUCKETS = {256, 1024, 2048, MOST};
    private static final byte[] INFO = "WebPush: info\0".getBytes(StandardCharsets.US_ASCII);

    private WebPushEncryption() {}

    /**
     * Returns the body of a push message.
     *
     * @param text    at most {@link #MOST} bytes
     * @param browser the browser's public key
     * @param auth    its authentication secret
     * @param ours    a key pair that was never used before
     * @param salt    16 bytes that were never used before
     * @param length  the length in bytes to which the text is padded; at least that of the text
     */
    static byte[] seal(byte[] text, ECPublicKey browser, byte[] auth, KeyPair ours, byte[] salt, int length) {
        byte[] key = P256Keys.point((ECPublicKey) ours.getPublic());
        byte[] material =
                material(secret((ECPrivateKey) ours.getPrivate(), browser), auth, P256Keys.point(browser), key);
        return ContentCoding.seal(text, material, salt, key, length);
    }

    /** Returns the smallest bucket that a text of that many bytes fits into. */
    static int bucket(int bytes) {
        for (int bucket : BUCKETS) {
            if (bytes <= bucket) {
                return bucket;
            }
        }
        throw new IllegalArgumentException("a push message has at most " + MOST + " bytes, this one has " + bytes);
    }

    static byte[] material(byte[] secret, byte[] auth, byte[] browser, byte[] ours) {
        byte[] info = ByteBuffer.allocate(INFO.length + browser.length + ours.length)
                .put(INFO)
                .put(browser)
                .put(ours)
                .array();
        return Hkdf.derive(auth, secret, info, 32);
    }

    static byte[] secret(ECPrivateKey ours, ECPublicKey browser) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ours);
            agreement.doPhase(browser, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the browser's key is not a point on the curve", e);
        }
    }
}
