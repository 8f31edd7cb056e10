package dev.oneping.channel.apns;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** With what we identify ourselves to Apple. Without it, no message goes by APNs. */
@ConfigMapping(prefix = "oneping.channel.apns")
public interface ApnsConfig {

    /** The file with the signing key, as the developer portal gives it: {@code AuthKey_….p8}. */
    Optional<Path> key();

    /** The key's id, ten characters. */
    Optional<String> keyId();

    /** The team's id, ten characters. */
    Optional<String> teamId();

    /** The app's bundle id. */
    Optional<String> topic();

    /** {@code api.sandbox.push.apple.com} for builds that Xcode has installed: their tokens are no good elsewhere. */
    @WithDefault("api.push.apple.com")
    String host();
}
