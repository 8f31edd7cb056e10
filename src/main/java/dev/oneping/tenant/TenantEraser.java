package dev.oneping.tenant;

import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;

/**
 * A port: erases everything that is stored for a tenant, after its credentials have been refused on every node. The tenant's own
 * record is deleted afterwards, by the caller.
 */
public interface TenantEraser {

    /**
     * Erases the keys of a tenant. Can be repeated: what an earlier call has erased does not count again.
     *
     * @return how many keys were erased
     */
    Uni<Long> erase(TenantId tenant);
}
