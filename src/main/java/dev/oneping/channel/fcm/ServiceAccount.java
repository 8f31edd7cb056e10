package dev.oneping.channel.fcm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A Google service account with the private key.
 *
 * @param project the Firebase project
 * @param email   the account's name
 * @param key     its private key
 * @param tokens  the endpoint that issues access tokens
 */
record ServiceAccount(String project, String email, PrivateKey key, URI tokens) {

    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final Duration GOOD_FOR = Duration.ofHours(1);
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** Reads the file from the Firebase console. An invalid one stops the start with one sentence. */
    static ServiceAccount read(Path file) {
        try {
            JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
            return new ServiceAccount(
                    text(json, "project_id"),
                    text(json, "client_email"),
                    key(text(json, "private_key")),
                    URI.create(text(json, "token_uri")));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "oneping.channel.fcm.service-account must be the JSON key file of a service account from the"
                            + " Firebase console, but " + file + " is not one.",
                    e);
        }
    }

    /** Returns the signed assertion that Google exchanges for an access token. */
    String assertion(Instant now) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", email);
        claims.put("scope", SCOPE);
        claims.put("aud", tokens.toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(GOOD_FOR).getEpochSecond());
        String signed = base64url("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64url(claims.toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String base64url(String text) {
        return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return json.path(field).asText();
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    /** Omits the key. */
    @Override
    public String toString() {
        return "ServiceAccount[" + email + "]";
    }
}
