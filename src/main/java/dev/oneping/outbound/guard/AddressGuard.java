package dev.oneping.outbound.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Protects against server-side request forgery (SSRF). A name is resolved once, all of its addresses must be public,
 * and the caller connects to the addresses that were checked, so that a second DNS answer cannot lead elsewhere (DNS
 * rebinding).
 */
public final class AddressGuard {

    private final Resolver resolver;
    private final boolean privateAllowed;

    /**
     * Creates a guard.
     *
     * @param privateAllowed whether private networks and this machine may be reached, also without TLS
     */
    public AddressGuard(Resolver resolver, boolean privateAllowed) {
        this.resolver = resolver;
        this.privateAllowed = privateAllowed;
    }

    /**
     * Parses a URL by the rules of {@link EndpointUrl}. With private networks, {@code http} and every port are
     * allowed too.
     *
     * @throws EndpointUrl.Refused with a message for the subscriber
     */
    public EndpointUrl parse(String url) throws EndpointUrl.Refused {
        return EndpointUrl.parse(url, privateAllowed);
    }

    /** Resolves and checks the address to connect to. Blocks during the DNS lookup. */
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
                : new Verdict.Allowed(addresses);
    }

    /** The result of a check. */
    public sealed interface Verdict {

        /** All addresses are public; connect to one of them, the first that answers, and to no other. */
        record Allowed(List<InetAddress> addresses) implements Verdict {
            public Allowed {
                addresses = List.copyOf(addresses);
            }
        }

        /** At least one of its addresses is not public. */
        record Blocked() implements Verdict {}

        /** The name has no address now. */
        record Unknown() implements Verdict {}
    }
}
