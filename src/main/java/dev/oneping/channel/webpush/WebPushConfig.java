package dev.oneping.channel.webpush;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** With what we identify ourselves to push services (RFC 8292). Without it, no message goes by Web Push. */
@ConfigMapping(prefix = "oneping.channel.webpush")
public interface WebPushConfig {

    /**
     * The private key: 32 bytes as base64url. Every subscription of a browser is made for this key, so a new one makes all of
     * them worthless.
     */
    Optional<String> privateKey();

    /** The public key that belongs to it: 65 bytes as base64url. Browsers subscribe with it. */
    Optional<String> publicKey();

    /** Whom the push service may write to if something is wrong: {@code mailto:} or {@code https:}. */
    Optional<String> subject();
}
