package dev.oneping.auth.token;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The keys by which an issuer's tokens are verified. Each has the one algorithm of its type, whatever a token says. */
final class SigningKeys {

    static final int MOST = 20;

    private static final int SHORTEST_SECRET = 32;
    private static final int SHORTEST_RSA = 2048;
    private static final String BEGINS_PEM = "-----BEGIN";

    private final List<One> keys;

    private SigningKeys(List<One> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads a JWK set, or a public key as PEM.
     *
     * @param given whether the tenant has given them: then the set may have keys of HS256, and must have no other than those that can
     *              be used. Of a set that others publish, those that cannot be used are left out, as RFC 7517 has it
     * @throws Unusable with a message for the tenant
     */
    static SigningKeys parse(String text, boolean given) throws Unusable {
        List<One> read = new ArrayList<>();
        Set<@Nullable String> names = new HashSet<>();
        try {
            if (text.strip().startsWith(BEGINS_PEM)) {
                read.add(one(PublicJsonWebKey.Factory.newPublicJwk(pem(text)), false));
            } else {
                for (JsonWebKey key : new JsonWebKeySet(text).getJsonWebKeys()) {
                    if (isForSignatures(key) && (given || isUsable(key))) {
                        One one = one(key, given);
                        if (!names.add(one.kid())) {
                            throw new Unusable("each key needs a kid of its own");
                        }
                        read.add(one);
                    }
                }
            }
        } catch (JoseException | GeneralSecurityException | RuntimeException e) {
            throw new Unusable("must be a JWK set, or a public key as PEM");
        }
        if (read.isEmpty() || read.size() > MOST) {
            throw new Unusable("must have 1 to " + MOST + " keys for signatures");
        }
        return new SigningKeys(read);
    }

    private static boolean isForSignatures(JsonWebKey key) {
        return key.getUse() == null || key.getUse().equals("sig");
    }

    private static boolean isUsable(JsonWebKey key) {
        try {
            one(key, false);
            return true;
        } catch (Unusable e) {
            return false;
        }
    }

    private static PublicKey pem(String text) throws GeneralSecurityException {
        byte[] key = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
        for (String type : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(key));
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new InvalidKeySpecException("no public key");
    }

    private static One one(JsonWebKey key, boolean secrets) throws Unusable {
        if (key instanceof PublicJsonWebKey pair && pair.getPrivateKey() != null) {
            throw new Unusable("must not have private keys");
        }
        String algorithm = switch (key) {
            case OctetSequenceJsonWebKey oct
            when secrets && oct.getOctetSequence().length >= SHORTEST_SECRET -> "HS256";
            case RsaJsonWebKey rsa when ((RSAKey) rsa.getKey()).getModulus().bitLength() >= SHORTEST_RSA -> "RS256";
            case EllipticCurveJsonWebKey ec when ec.getCurveName().equals("P-256") -> "ES256";
            case OctetKeyPairJsonWebKey okp when okp.getSubtype().equals("Ed25519") -> "EdDSA";
            default ->
                throw new Unusable("may have keys of RSA from 2048 bits, P-256 and Ed25519"
                        + (secrets ? ", and secrets from 32 bytes" : ""));
        };
        if (key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)) {
            throw new Unusable("may have keys for HS256, RS256, ES256 and EdDSA");
        }
        return new One(key.getKeyId(), algorithm, key.getKey());
    }

    /** Returns whether a key may have signed a token with this {@code kid}. */
    boolean knows(@Nullable String kid) {
        return keys.stream().anyMatch(key -> key.mayBe(kid));
    }

    /** Returns whether every key of another set is one of these. */
    boolean hasAll(SigningKeys others) {
        return keys.containsAll(others.keys);
    }

    /** Returns the payload of a token that one of the keys has signed. */
    Optional<String> verified(String token) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setCompactSerialization(token);
            String kid = signature.getKeyIdHeaderValue();
            for (One key : keys) {
                if (key.mayBe(kid) && key.algorithm().equals(signature.getAlgorithmHeaderValue())) {
                    JsonWebSignature tried = new JsonWebSignature();
                    tried.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, key.algorithm()));
                    tried.setCompactSerialization(token);
                    tried.setKey(key.key());
                    if (tried.verifySignature()) {
                        return Optional.of(tried.getPayload());
                    }
                }
            }
        } catch (JoseException | RuntimeException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Returns the keys without what they consist of. */
    List<TokenIssuer.KnownKey> shown() {
        return keys.stream()
                .map(key -> new TokenIssuer.KnownKey(key.kid(), key.algorithm()))
                .toList();
    }

    private record One(@Nullable String kid, String algorithm, Key key) {

        boolean mayBe(@Nullable String asked) {
            return asked == null || kid == null || asked.equals(kid);
        }
    }

    /** Keys that cannot be used, with the reason as the end of a sentence. */
    static final class Unusable extends Exception {

        Unusable(String rule) {
            super(rule);
        }
    }
}
