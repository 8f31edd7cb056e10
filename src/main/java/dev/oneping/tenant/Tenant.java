package dev.oneping.tenant;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.oneping.model.TenantId;
import java.time.Instant;

/**
 * A tenant: an account with users, keys and settings of its own.
 *
 * @param name   a display name
 * @param limits the limits that differ from the configured ones
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Tenant(TenantId id, String name, State state, Instant createdAt, TenantLimits limits) {

    /** The tenant that always exists: that of the operators and of a development machine. */
    public static final TenantId DEFAULT = new TenantId("default");

    /** The state of a tenant, which decides about its credentials. */
    public enum State {
        /** Its credentials count. */
        ACTIVE,
        /** Its credentials are refused until it is active again. */
        SUSPENDED,
        /** Its credentials are refused for good, and what is stored of it is being erased. */
        DELETING
    }

    /** Returns a tenant for which no record was written: it is active and has the configured limits. */
    static Tenant unrecorded(TenantId id) {
        return new Tenant(id, id.value(), State.ACTIVE, Instant.EPOCH, TenantLimits.CONFIGURED);
    }

    /** Returns whether its credentials count. */
    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** Returns a copy with another state. */
    public Tenant in(State next) {
        return new Tenant(id, name, next, createdAt, limits);
    }
}
