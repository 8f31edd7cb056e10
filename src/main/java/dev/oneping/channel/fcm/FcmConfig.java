package dev.oneping.channel.fcm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Credentials for Firebase. Without them, no message is sent by FCM. */
@ConfigMapping(prefix = "oneping.channel.fcm")
public interface FcmConfig {

    /** The file with the service account's key from the Firebase console: JSON. */
    Optional<Path> serviceAccount();

    /** The URL of the service. Changed only by tests. */
    @WithDefault("https://fcm.googleapis.com")
    URI url();
}
