package dev.oneping.channel.webpush;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), for keys of at most 32 bytes. */
final class Hkdf {

    private static final String HMAC = "HmacSHA256";

    private Hkdf() {}

    static byte[] derive(byte[] salt, byte[] material, byte[] info, int length) {
        byte[] once = Arrays.copyOf(info, info.length + 1);
        once[info.length] = 1;
        return Arrays.copyOf(hmac(extract(salt, material), once), length);
    }

    static byte[] extract(byte[] salt, byte[] material) {
        return hmac(salt, material);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
