package dev.oneping.connection.node;

import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.model.TenantId;
import dev.oneping.tenant.TenantClosed;
import dev.oneping.tenant.TenantSettings;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Closes the connections of a tenant that was suspended or deleted. The news can be lost while Redis is unavailable, and a
 * connection can be opened at the moment of the change, so tenants with connections are also checked regularly.
 */
@Singleton
class TenantConnections {

    private final LocalSessions local;
    private final TenantSettings tenants;

    TenantConnections(LocalSessions local, TenantSettings tenants) {
        this.local = local;
        this.tenants = tenants;
    }

    void closed(@Observes TenantClosed event) {
        close(event.tenant());
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return Multi.createFrom()
                .iterable(local.tenants())
                .onItem()
                .transformToUniAndConcatenate(id -> tenants.of(id)
                        .invoke(tenant -> {
                            if (!tenant.isActive()) {
                                close(id);
                            }
                        })
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithUni(Uni.createFrom().voidItem()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void close(TenantId tenant) {
        local.matching(connection -> connection.address().user().tenant().equals(tenant))
                .forEach(connection -> connection.loop().run(() -> connection.close(CloseCode.TENANT_CLOSED)));
    }
}
