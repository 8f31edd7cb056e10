package dev.oneping.tenant;

import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;

/** A port: counts something that a tenant has, and knows how many the configuration allows. */
public interface TenantUsage {

    /** Returns the name of what is counted, as the API shows it: {@code users}. */
    String counted();

    /** Counts what a tenant has now. */
    Uni<Long> count(TenantId tenant);

    /** Returns the configured limits of what is counted; null for each that is none of it. */
    TenantLimits configured();
}
