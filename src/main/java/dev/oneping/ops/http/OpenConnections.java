package dev.oneping.ops.http;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts the open connections of the public port, in total and by address. Thread-safe. */
final class OpenConnections {

    private final int max;
    private final int maxPerAddress;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    OpenConnections(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Counts a connection; returns null if a limit is exceeded, in which case it does not count. */
    @Nullable
    Place enter(Channel channel) {
        String address = channel.remoteAddress() instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress()
                : "";
        if (total.incrementAndGet() > max) {
            total.decrementAndGet();
            return null;
        }
        if (byAddress.merge(address, 1, Integer::sum) > maxPerAddress) {
            leaveAddress(address);
            total.decrementAndGet();
            return null;
        }
        return new Place(address);
    }

    int total() {
        return total.get();
    }

    int of(String address) {
        return byAddress.getOrDefault(address, 0);
    }

    private void leaveAddress(String address) {
        byAddress.computeIfPresent(address, (ignored, count) -> count == 1 ? null : count - 1);
    }

    /** The counted connection. Confined to its event loop. */
    public final class Place {

        private @Nullable String address;

        private Place(String address) {
            this.address = address;
        }

        /** Stops counting the connection against the limit of its address, since it has become a WebSocket. */
        void upgraded() {
            String counted = address;
            if (counted != null) {
                address = null;
                leaveAddress(counted);
            }
        }

        /** Stops counting the connection, since it is closed. */
        void closed() {
            upgraded();
            total.decrementAndGet();
        }
    }
}
