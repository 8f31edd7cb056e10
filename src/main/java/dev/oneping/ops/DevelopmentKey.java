package dev.oneping.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The API key of a developer's own machine: the one that was asked for, or one that is made once and kept with the data. */
final class DevelopmentKey {

    private static final int BYTES = 24;
    private static final String FILE = "dev-key";

    private DevelopmentKey() {}

    /**
     * The key.
     *
     * @param wished what {@code ONEPING_DEV_KEY} says
     * @param data   where the data is kept
     */
    static String of(Optional<String> wished, Path data) throws IOException {
        if (wished.isPresent()) {
            return wished.get();
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
