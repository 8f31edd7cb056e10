package dev.oneping.outbound.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up names. Blocks while it does. */
public interface Resolver {

    /**
     * All addresses of a host.
     *
     * @param host a name, or an address written by the rules of {@link EndpointUrl}
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
