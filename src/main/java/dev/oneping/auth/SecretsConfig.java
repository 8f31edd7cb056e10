package dev.oneping.auth;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** With what stored secrets are encrypted. */
@ConfigMapping(prefix = "oneping.secrets")
public interface SecretsConfig {

    /**
     * The key, 32 bytes as base64, the same on every node. Production does not start without it; elsewhere one is made at
     * the first start and kept with the data. Whoever loses it loses the secrets.
     */
    Optional<String> key();

    /** Keys of before, so that what they encrypted can still be read; it is written anew with the key when it changes. */
    Optional<List<String>> oldKeys();
}
