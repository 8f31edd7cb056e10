package dev.oneping.channel.fcm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** With what we identify ourselves to Firebase. Without it, no message goes by FCM. */
@ConfigMapping(prefix = "oneping.channel.fcm")
public interface FcmConfig {

    /** The file with the key of the service account, as the Firebase console gives it: JSON. */
    Optional<Path> serviceAccount();

    /** Where messages are sent. Another one is only for tests. */
    @WithDefault("https://fcm.googleapis.com")
    URI url();
}
