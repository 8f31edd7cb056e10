package dev.oneping.auth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of issuers, with the examples of RFC 7515 and RFC 8037. */
class SigningKeysTest {

    private static final String RFC_8037 =
            "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

    @Test
    void shouldVerifyTheExampleOfRfc8037() throws Exception {
        assertEquals(
                Optional.of("Example of Ed25519 signing"),
                SigningKeys.parse(RFC_8037, false)
                        .verified(
                                "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcv"
                                        + "Mg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"));
    }

    @Test
    void shouldVerifyTheExampleOfRfc7515() throws Exception {
        String key =
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4"
                        + "qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSH"
                        + "SXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFv"
                        + "UK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}]}";
        String token =
                "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
                        + "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
                        + "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
                        + "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

        assertTrue(SigningKeys.parse(key, false).verified(token).isPresent());
        assertEquals(Optional.empty(), SigningKeys.parse(RFC_8037, false).verified(token));
    }

    @Test
    void shouldAcceptPemOfEveryType() throws Exception {
        for (String type : List.of("RSA", "EC", "Ed25519")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            if (type.equals("EC")) {
                generator.initialize(256);
            }
            KeyPair pair = generator.generateKeyPair();
            SigningKeys keys = SigningKeys.parse(pem(pair), false);
            JsonWebSignature made = new JsonWebSignature();
            made.setAlgorithmHeaderValue(keys.shown().getFirst().alg());
            made.setPayload("hello");
            made.setKey(pair.getPrivate());

            assertEquals(Optional.of("hello"), keys.verified(made.getCompactSerialization()), type);
        }
    }

    @Test
    void shouldNotTakeAPublicKeyForASecret() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        JsonWebSignature confused = new JsonWebSignature();
        confused.setAlgorithmHeaderValue("HS256");
        confused.setPayload("hello");
        confused.setKey(new HmacKey(pem(pair).getBytes(StandardCharsets.UTF_8)));

        assertEquals(Optional.empty(), SigningKeys.parse(pem(pair), true).verified(confused.getCompactSerialization()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"keys\":[]}",
                "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}"
            })
    void shouldRefuseUnusableKeys(String text) {
        assertThrows(SigningKeys.Unusable.class, () -> SigningKeys.parse(text, true));
    }

    @Test
    void shouldRefuseShortKeysAndFetchedSecrets() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        String pem = pem(small.generateKeyPair());
        PublicJsonWebKey one = PublicJsonWebKey.Factory.newPublicJwk(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        String twice = one.toJson(OutputControlLevel.PUBLIC_ONLY);
        String secret = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + "A".repeat(43) + "\"}]}";

        assertThrows(SigningKeys.Unusable.class, () -> SigningKeys.parse(pem, true));
        assertThrows(
                SigningKeys.Unusable.class, () -> SigningKeys.parse("{\"keys\":[" + twice + "," + twice + "]}", true));
        assertThrows(SigningKeys.Unusable.class, () -> SigningKeys.parse(secret, false));
        assertEquals("HS256", SigningKeys.parse(secret, true).shown().getFirst().alg());
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
