package dev.oneping.channel.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.testing.Npm;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Checks against the published vectors of RFC 8291 and RFC 8188, and against an independent implementation. */
class WebPushEncryptionTest {

    private static final String TEXT = "When I grow up, I want to be a watermelon";
    private static final KeyPair OURS = new KeyPair(
            P256Keys.publicKey(
                    bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
            P256Keys.privateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));
    private static final String BROWSER_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private static final ECPublicKey BROWSER = P256Keys.publicKey(
            bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"));
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final byte[] SALT = bytes("DGv6ra1nlYgDCS1FRnbzlw");

    @Test
    void shouldDeriveWhatRfc8291Derives() {
        byte[] secret = WebPushEncryption.secret((ECPrivateKey) OURS.getPrivate(), BROWSER);
        byte[] material = WebPushEncryption.material(
                secret, bytes(AUTH), P256Keys.point(BROWSER), P256Keys.point((ECPublicKey) OURS.getPublic()));

        assertEquals("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs", text(secret));
        assertEquals("Snr3JMxaHVDXHWJn5wdC52WjpCtd2EIEGBykDcZW32k", text(Hkdf.extract(bytes(AUTH), secret)));
        assertEquals("S4lYMb_L0FxCeq0WhDx813KgSYqU26kOyzWUdsXYyrg", text(material));
        assertEquals("09_eUZGrsvxChDCGRCdkLiDXrReGOEVeSCdCcPBSJSc", text(Hkdf.extract(SALT, material)));
        assertEquals("oIhVW04MRdy2XN9CiKLxTg", text(ContentCoding.key(material, SALT)));
        assertEquals("4h_95klXJ5E_qnoN", text(ContentCoding.nonce(material, SALT)));
    }

    @Test
    void shouldWriteTheBodyOfRfc8291() {
        byte[] body = WebPushEncryption.seal(utf8(TEXT), BROWSER, bytes(AUTH), OURS, SALT, 0);

        assertEquals(
                "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6"
                        + "PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
                text(body));
    }

    @Test
    void shouldWriteTheBodyOfRfc8188() {
        byte[] body = ContentCoding.seal(
                utf8("I am the walrus"),
                bytes("yqdlZ-tYemfogSmv7Ws5PQ"),
                bytes("I1BsxtFttlv3u_Oo94xnmw"),
                new byte[0],
                0);

        assertEquals("I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg", text(body));
    }

    @Test
    void shouldBeReadByAnotherImplementation() {
        for (String plain : new String[] {TEXT, "", "Ünïcödé 😀".repeat(200)}) {
            byte[] salt = new byte[16];
            new SecureRandom().nextBytes(salt);
            byte[] body = WebPushEncryption.seal(
                    utf8(plain),
                    BROWSER,
                    bytes(AUTH),
                    P256Keys.newPair(),
                    salt,
                    WebPushEncryption.bucket(utf8(plain).length));

            String read = Npm.node(
                            "require('./decrypt.js')",
                            "{\"body\":\"%s\",\"private_key\":\"%s\",\"auth\":\"%s\"}"
                                    .formatted(text(body), BROWSER_KEY, AUTH))
                    .asText();

            assertEquals(plain, read);
        }
    }

    @Test
    void shouldHideTheLengthInBucketsAndFillThePushMessageToItsEnd() {
        assertEquals(256, WebPushEncryption.bucket(0));
        assertEquals(256, WebPushEncryption.bucket(256));
        assertEquals(1024, WebPushEncryption.bucket(257));
        assertEquals(3993, WebPushEncryption.bucket(2049));
        assertThrows(IllegalArgumentException.class, () -> WebPushEncryption.bucket(3994));
        byte[] body = WebPushEncryption.seal(new byte[3993], BROWSER, bytes(AUTH), OURS, SALT, 3993);
        assertEquals(4096, body.length);
    }

    @Test
    void shouldWriteEveryPointWithAllItsZeros() {
        for (int i = 0; i < 300; i++) {
            byte[] point = P256Keys.point((ECPublicKey) P256Keys.newPair().getPublic());
            assertEquals(65, point.length);
            assertEquals(text(point), text(P256Keys.point(P256Keys.publicKey(point))));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
