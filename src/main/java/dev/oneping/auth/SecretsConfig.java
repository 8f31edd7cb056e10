package dev.oneping.auth;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Configuration of the encryption of stored secrets. */
@ConfigMapping(prefix = "oneping.secrets")
public interface SecretsConfig {

    /**
     * The key, 32 bytes as base64, the same on every node. Production does not start without it; otherwise one is
     * generated at the first start and stored with the data. If it is lost, the stored secrets are lost.
     */
    Optional<String> key();

    /**
     * Previous keys, which can still decrypt; a secret is encrypted with the current key when its record is next
     * written.
     */
    Optional<List<String>> oldKeys();
}
