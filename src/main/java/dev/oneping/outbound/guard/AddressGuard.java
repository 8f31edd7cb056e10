package dev.oneping.outbound.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Decides where a subscriber may send us. A name is looked up once, every address it has must be public, and the caller
 * connects to the address that was checked, so that a second answer of the DNS cannot lead elsewhere.
 */
public final class AddressGuard {

    private final Resolver resolver;
    private final boolean privateAllowed;

    /**
     * A guard.
     *
     * @param privateAllowed whether private networks and this machine may be reached, also without TLS
     */
    public AddressGuard(Resolver resolver, boolean privateAllowed) {
        this.resolver = resolver;
        this.privateAllowed = privateAllowed;
    }

    /**
     * Reads a URL by the rules of {@link EndpointUrl}. Where private networks are allowed, so is {@code http}.
     *
     * @throws EndpointUrl.Refused with a sentence for the person who gave it
     */
    public EndpointUrl parse(String url) throws EndpointUrl.Refused {
        return EndpointUrl.parse(url, privateAllowed);
    }

    /** Finds the address to connect to. Blocks while the name is looked up. */
    public Verdict check(EndpointUrl url) {
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(url.host());
        } catch (UnknownHostException e) {
            return new Verdict.Unknown();
        }
        if (addresses.isEmpty()) {
            return new Verdict.Unknown();
        }
        return addresses.stream().anyMatch(address -> AddressBlocks.blocks(address, privateAllowed))
                ? new Verdict.Blocked()
                : new Verdict.Allowed(addresses.getFirst());
    }

    /** What was found. */
    public sealed interface Verdict {

        /** Connect to this address and no other. */
        record Allowed(InetAddress address) implements Verdict {}

        /** At least one of its addresses is not public. */
        record Blocked() implements Verdict {}

        /** The name has no address now. */
        record Unknown() implements Verdict {}
    }
}
