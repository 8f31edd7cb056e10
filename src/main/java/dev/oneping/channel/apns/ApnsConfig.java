package dev.oneping.channel.apns;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Credentials for Apple's push service. Without them, no message is sent by APNs. */
@ConfigMapping(prefix = "oneping.channel.apns")
public interface ApnsConfig {

    /** The file with the signing key from the developer portal: {@code AuthKey_….p8}. */
    Optional<Path> key();

    /** The key's id, ten characters. */
    Optional<String> keyId();

    /** The team's id, ten characters. */
    Optional<String> teamId();

    /** The app's bundle id. */
    Optional<String> topic();

    /**
     * The host of the service; {@code api.sandbox.push.apple.com} for builds that Xcode installed, whose tokens are
     * valid only there.
     */
    @WithDefault("api.push.apple.com")
    String host();
}
