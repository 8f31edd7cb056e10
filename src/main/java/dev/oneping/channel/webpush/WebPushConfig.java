package dev.oneping.channel.webpush;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Credentials for browsers' push services (RFC 8292). Without them, no message is sent by Web Push. */
@ConfigMapping(prefix = "oneping.channel.webpush")
public interface WebPushConfig {

    /**
     * The private key: 32 bytes as base64url. Every subscription of a browser is bound to this key, so a new one
     * invalidates all of them.
     */
    Optional<String> privateKey();

    /** The public key that belongs to it: 65 bytes as base64url. Browsers subscribe with it. */
    Optional<String> publicKey();

    /** The contact for the push service's operators: {@code mailto:} or {@code https:}. */
    Optional<String> subject();
}
