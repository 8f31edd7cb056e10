package dev.oneping.channel.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The content coding {@code aes128gcm}, in one record.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8188">RFC 8188</a>
 */
final class ContentCoding {

    private static final int RECORD = 4096;
    private static final byte LAST = 2;
    private static final byte[] KEY = "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONCE = "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII);
    private static final int TAG_BITS = 128;

    private ContentCoding() {}

    /**
     * Encrypts a text as a single record.
     *
     * @param material the secret from which both sides derive the key
     * @param id       the key id for the receiver; may be empty
     * @param length   the length in bytes to which the text is padded
     */
    static byte[] seal(byte[] text, byte[] material, byte[] salt, byte[] id, int length) {
        byte[] padded = Arrays.copyOf(text, Math.max(text.length, length) + 1);
        padded[text.length] = LAST;
        byte[] sealed = encrypt(key(material, salt), nonce(material, salt), padded);
        return ByteBuffer.allocate(salt.length + Integer.BYTES + 1 + id.length + sealed.length)
                .put(salt)
                .putInt(RECORD)
                .put((byte) id.length)
                .put(id)
                .put(sealed)
                .array();
    }

    static byte[] key(byte[] material, byte[] salt) {
        return Hkdf.derive(salt, material, KEY, 16);
    }

    static byte[] nonce(byte[] material, byte[] salt) {
        return Hkdf.derive(salt, material, NONCE, 12);
    }

    private static byte[] encrypt(byte[] key, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }
}
