package dev.oneping.channel.email;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** E-mail. The server that sends it stands in {@code quarkus.mailer}. */
@ConfigMapping(prefix = "oneping.channel.email")
public interface EmailConfig {

    /** From whom the mail is, for example {@code Example <ping@example.org>}. Without it, no message goes by e-mail. */
    Optional<String> from();
}
