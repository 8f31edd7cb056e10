package dev.oneping.redis.server;

import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The master of each slot of a cluster, as {@code host:port}. Immutable. */
final class SlotMap {

    /** Knows no master. */
    static final SlotMap EMPTY = new SlotMap(new String[KeySlot.COUNT]);

    private final @Nullable String[] nodes;

    private SlotMap(@Nullable String[] nodes) {
        this.nodes = nodes;
    }

    /**
     * Reads the reply to {@code CLUSTER SLOTS}.
     *
     * @param asked the node that replied; a node that knows no host of its own leaves it empty
     */
    static SlotMap of(Response ranges, String asked) {
        String[] nodes = new String[KeySlot.COUNT];
        for (Response range : ranges) {
            Response master = range.get(2);
            Response name = master.get(0);
            String host = name == null ? "" : name.toString();
            Arrays.fill(
                    nodes,
                    range.get(0).toInteger(),
                    range.get(1).toInteger() + 1,
                    address(host, master.get(1).toString(), asked));
        }
        return new SlotMap(nodes);
    }

    /** Returns {@code host:port}; the host of the node that was asked where the reply leaves it open. */
    static String address(String host, String port, String asked) {
        return (host.isEmpty() || host.equals("?") ? host(asked) : host) + ":" + port;
    }

    /** Returns the host of an address, an IPv6 address without brackets. */
    static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    /** Returns the master of a slot; null if no node is known to serve it. */
    @Nullable
    String node(int slot) {
        return nodes[slot];
    }

    /** Returns the masters. */
    List<String> masters() {
        return Arrays.stream(nodes).filter(Objects::nonNull).distinct().toList();
    }

    /** Returns this map with another master for a slot. */
    SlotMap with(int slot, String node) {
        String[] changed = nodes.clone();
        changed[slot] = node;
        return new SlotMap(changed);
    }
}
