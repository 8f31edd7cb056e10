package dev.oneping.channel.email;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings of the e-mail channel. The mail server is configured under {@code quarkus.mailer}. */
@ConfigMapping(prefix = "oneping.channel.email")
public interface EmailConfig {

    /** The sender's address, for example {@code Example <ping@example.org>}. Without it, no e-mail is sent. */
    Optional<String> from();
}
