package dev.oneping.webhook;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Decides where a subscriber may send us. A name is looked up once, every address it has must be public, and the caller
 * connects to the address that was checked, so that a second answer of the DNS cannot lead elsewhere.
 */
@Singleton
class AddressGuard {

    private static final Logger LOG = Logger.getLogger(AddressGuard.class);

    private final Resolver resolver;
    private final boolean privateAllowed;

    AddressGuard(Resolver resolver, WebhookConfig config) {
        this.resolver = resolver;
        this.privateAllowed = config.dangerousAllowPrivateNetworks();
    }

    /**
     * Reads a URL by the rules of {@link EndpointUrl}. Where private networks are allowed, so is {@code http}.
     *
     * @throws EndpointUrl.Refused with a sentence for the person who gave it
     */
    EndpointUrl parse(String url) throws EndpointUrl.Refused {
        return EndpointUrl.parse(url, privateAllowed);
    }

    /** Finds the address to connect to. Blocks while the name is looked up. */
    Verdict check(EndpointUrl url) {
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

    void warn(@Observes StartupEvent started) {
        if (privateAllowed) {
            LOG.warn("oneping.webhook.dangerous-allow-private-networks is on: whoever may subscribe can make this"
                    + " service call machines of its own network");
        }
    }

    /** What was found. */
    sealed interface Verdict {

        /** Connect to this address and no other. */
        record Allowed(InetAddress address) implements Verdict {}

        /** At least one of its addresses is not public. */
        record Blocked() implements Verdict {}

        /** The name has no address now. */
        record Unknown() implements Verdict {}
    }
}
