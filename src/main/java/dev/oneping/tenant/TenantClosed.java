package dev.oneping.tenant;

import dev.oneping.model.TenantId;

/** A CDI event: a tenant was suspended or deleted, and what its credentials opened must end. Fired on every node. */
public record TenantClosed(TenantId tenant) {}
