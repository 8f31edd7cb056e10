package dev.oneping.presence.user;

import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Set;

/** The names of the channels that a tenant's users can choose in their preferences. */
@FunctionalInterface
public interface ChannelNames {

    /** Returns the names, including those of the tenant's own gateways. */
    Uni<Set<String>> of(TenantId tenant);
}
