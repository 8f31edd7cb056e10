package dev.oneping.auth.token;

import dev.oneping.model.TenantId;

/**
 * A CDI event: the tokens of an issuer count no longer, on this node or another. Fired on every node that is connected to Redis.
 *
 * @param name the name of the issuer, with which the ids of its tokens begin
 */
public record IssuerRevoked(TenantId tenant, String name) {

    /** Returns whether a token with this id is of the issuer. */
    public boolean concerns(TenantId tenant, String tokenId) {
        return this.tenant.equals(tenant) && tokenId.startsWith(name + TokenIssuers.OF);
    }
}
