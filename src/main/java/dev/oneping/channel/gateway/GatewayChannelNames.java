package dev.oneping.channel.gateway;

import dev.oneping.model.TenantId;
import dev.oneping.presence.user.ChannelNames;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The channels of this service and those of the tenant's own gateways. */
@Singleton
class GatewayChannelNames implements ChannelNames {

    private static final List<String> BUILT_IN = List.of("push", "email");

    private final GatewayStore store;

    GatewayChannelNames(GatewayStore store) {
        this.store = store;
    }

    @Override
    public Uni<Set<String>> of(TenantId tenant) {
        return store.all(tenant).map(gateways -> {
            Set<String> names = new HashSet<>(BUILT_IN);
            gateways.forEach(gateway -> names.add(gateway.channel()));
            return names;
        });
    }
}
