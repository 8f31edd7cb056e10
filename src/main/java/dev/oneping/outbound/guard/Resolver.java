package dev.oneping.outbound.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves host names. Blocks. */
public interface Resolver {

    /**
     * Returns all addresses of a host.
     *
     * @param host a name, or an address written by the rules of {@link EndpointUrl}
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
