package dev.oneping.auth;

import dev.oneping.model.TenantId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept: everything but the secret.
 *
 * @param id     names the key where it is listed and taken back; no secret
 * @param name   what the tenant calls it, or null
 * @param sha256 the hash of the whole key text, in hex
 */
record ApiKey(String id, TenantId tenant, @Nullable String name, Set<Scope> scopes, Instant createdAt, String sha256) {

    ApiKey {
        scopes = Set.copyOf(scopes);
    }

    Caller.AppCaller caller() {
        return new Caller.AppCaller(tenant, scopes);
    }
}
