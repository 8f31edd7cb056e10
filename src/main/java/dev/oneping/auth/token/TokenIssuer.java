package dev.oneping.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A party that signs device tokens of a tenant, as it is shown.
 *
 * @param name      its name, unique in the tenant
 * @param iss       the claim {@code iss} of its tokens
 * @param aud       the claim {@code aud} of its tokens
 * @param jwksUrl   where its keys are fetched; null if they were given
 * @param keys      the keys that were given; empty if they are fetched
 * @param changedAt when tokens of it began to count
 */
public record TokenIssuer(
        String name,
        String iss,
        String aud,
        @Nullable @JsonProperty("jwks_url") String jwksUrl,
        List<KnownKey> keys,
        @JsonProperty("changed_at") Instant changedAt) {

    /** Copies the list. */
    public TokenIssuer {
        keys = List.copyOf(keys);
    }

    /** A key without what it consists of. */
    public record KnownKey(@Nullable String kid, String alg) {}

    /**
     * The stored record of an issuer.
     *
     * @param sealed the keys that were given, encrypted; null if they are fetched
     */
    record Stored(TokenIssuer issuer, @Nullable String sealed) {}

    /** An issuer as a tenant describes it: with its keys, or with the URL where they are fetched. */
    public record Wanted(
            String name,
            String iss,
            String aud,
            @Nullable String keys,
            @Nullable String jwksUrl) {

        /** Omits the keys. */
        @Override
        public String toString() {
            return "Wanted[" + name + "]";
        }
    }
}
