package dev.oneping.auth.key;

import dev.oneping.model.TenantId;

/**
 * A CDI event: an API key was revoked, on this node or another. Fired on every node that is connected to Redis.
 *
 * @param key the public id of the key
 */
public record ApiKeyRevoked(TenantId tenant, String key) {}
