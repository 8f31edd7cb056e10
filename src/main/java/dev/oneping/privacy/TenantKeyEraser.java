package dev.oneping.privacy;

import dev.oneping.model.TenantId;
import dev.oneping.tenant.TenantEraser;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;

/** Erases all keys of a tenant, and its entries in keys that it shares with others, in scans until one finds nothing. */
@Singleton
class TenantKeyEraser implements TenantEraser {

    private final UserEraser erasers;

    TenantKeyEraser(UserEraser erasers) {
        this.erasers = erasers;
    }

    @Override
    public Uni<Long> erase(TenantId tenant) {
        return Uni.createFrom().item(() -> erased(tenant)).runSubscriptionOn(Infrastructure.getDefaultExecutor());
    }

    private long erased(TenantId tenant) {
        ErasureProof proof = new ErasureProof();
        erasers.eraser(Subject.of(tenant), 0, proof).erase();
        return proof.keys().values().stream().mapToLong(Long::longValue).sum();
    }
}
