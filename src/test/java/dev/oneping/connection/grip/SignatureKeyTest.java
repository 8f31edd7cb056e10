package dev.oneping.connection.grip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureKeyTest {

    /** Made by Pushpin 1.36 with the key "changeme". */
    private static final String PUSHPINS =
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3OTU0Mjc4NTMsImlzcyI6InB1c2hwaW4ifQ.d7Tk08Mo2funLRVWb7weLcqSESyXLhUwNJX_6oMj2Dg";

    private static final Instant EXPIRY = Instant.ofEpochSecond(1_795_427_853);
    private static final Instant NOW = EXPIRY.minusSeconds(3_600);

    private final SignatureKey changeme = SignatureKey.of("changeme");

    @Test
    void shouldVerifyASignatureOfPushpin() {
        assertTrue(changeme.verifies(PUSHPINS, "pushpin", NOW));
        assertTrue(changeme.verifies(PUSHPINS, null, NOW));
    }

    @Test
    void shouldRejectAnExpiredSignature() {
        assertTrue(changeme.verifies(PUSHPINS, "pushpin", EXPIRY.minusSeconds(1)));
        assertFalse(changeme.verifies(PUSHPINS, "pushpin", EXPIRY));
    }

    @Test
    void shouldRejectAForeignKeyOrIssuer() {
        assertFalse(SignatureKey.of("changeme2").verifies(PUSHPINS, "pushpin", NOW));
        assertFalse(changeme.verifies(PUSHPINS, "fastly:x", NOW));
        assertFalse(changeme.verifies(PUSHPINS.replace(".d7Tk", ".e7Tk"), "pushpin", NOW));
        assertFalse(changeme.verifies("nonsense", "pushpin", NOW));
        assertFalse(changeme.verifies("", null, NOW));
    }

    @Test
    void shouldRejectUnsignedTokensAndThoseWithoutExpiry() throws GeneralSecurityException {
        assertFalse(changeme.verifies(part("{'alg':'none'}") + "." + part("{'exp':1895427853}") + ".", null, NOW));
        assertTrue(changeme.verifies(hs256("{'exp':1895427853}", "changeme"), null, NOW));
        assertFalse(changeme.verifies(hs256("{'iss':'pushpin'}", "changeme"), "pushpin", NOW));
    }

    @Test
    void shouldReadASecretOfBytes() {
        String base64 = Base64.getEncoder().encodeToString("changeme".getBytes(StandardCharsets.UTF_8));

        assertTrue(SignatureKey.of("base64:" + base64).verifies(PUSHPINS, "pushpin", NOW));
        assertThrows(IllegalArgumentException.class, () -> SignatureKey.of("base64:!"));
        assertThrows(IllegalArgumentException.class, () -> SignatureKey.of(""));
    }

    @Test
    void shouldVerifyByAPublicKeyAsFastlySigns(@TempDir Path folder) throws Exception {
        KeyPair pair = pair();
        String pem = pem(pair);
        Path file = Files.writeString(folder.resolve("fastly.pem"), pem);
        String token = es256("{'iss':'fastly:x','exp':1895427853}", pair);

        assertTrue(SignatureKey.of(pem).verifies(token, "fastly:x", NOW));
        assertTrue(SignatureKey.of("file:" + file).verifies(token, "fastly:x", NOW));
        assertFalse(SignatureKey.of(pem(pair())).verifies(token, "fastly:x", NOW));
    }

    /** Everybody knows the public key; it must not do as a secret. */
    @Test
    void shouldNotUseAPublicKeyAsHmacSecret() throws GeneralSecurityException {
        String pem = pem(pair());

        assertFalse(SignatureKey.of(pem).verifies(hs256("{'exp':1895427853}", pem), null, NOW));
    }

    @Test
    void shouldNotRevealTheKey() {
        assertEquals("[REDACTED]", changeme.toString());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> SignatureKey.of("-----BEGIN PUBLIC KEY-----\nc2VjcmV0\n-----END PUBLIC KEY-----"));
        assertFalse(String.valueOf(refused.getMessage()).contains("c2VjcmV0"));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String es256(String claims, KeyPair pair) throws GeneralSecurityException {
        String signed = part("{'alg':'ES256','typ':'JWT'}") + "." + part(claims);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(signature.sign());
    }

    private static String hs256(String claims, String key) throws GeneralSecurityException {
        String signed = part("{'alg':'HS256','typ':'JWT'}") + "." + part(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String part(String json) {
        return base64(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
