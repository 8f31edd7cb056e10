package dev.oneping.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The API key of a development machine: the configured one, or one that is generated once and stored with the data. */
final class DevelopmentKey {

    private static final int BYTES = 24;
    private static final String FILE = "dev-key";

    private DevelopmentKey() {}

    /**
     * Returns the key.
     *
     * @param configured the value of {@code ONEPING_DEV_KEY}
     * @param data the data folder
     */
    static String of(Optional<String> configured, Path data) throws IOException {
        if (configured.isPresent()) {
            return configured.get();
        }
        Path file = data.resolve(FILE);
        if (Files.isRegularFile(file)) {
            return Files.readString(file).strip();
        }
        String key = "dev_" + random();
        Files.createDirectories(data);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key + "\n");
        return key;
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
