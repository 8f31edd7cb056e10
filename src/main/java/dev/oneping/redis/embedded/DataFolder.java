package dev.oneping.redis.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The data folder of an embedded Redis, readable by its owner only and locked by one JVM at a time. The kernel holds the lock: it ends with the JVM,
 * even by {@code kill -9}.
 */
final class DataFolder implements AutoCloseable {

    private static final String PASSWORD = "requirepass ";
    private static final int PASSWORD_BYTES = 32;

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the folder if necessary, and locks it.
     *
     * @throws RedisStartException if the folder is not writable, or another JVM holds the lock
     */
    static DataFolder lock(Path wanted) {
        try {
            var path = Files.createDirectories(wanted).toRealPath();
            makePrivate(path);
            var channel = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new RedisStartException("The data folder " + path + " is in use by another oneping: stop it, "
                        + "or choose another folder with -Doneping.data=<folder>.");
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new RedisStartException(
                    "The data folder " + wanted.toAbsolutePath().normalize() + " is not writable: allow user "
                            + System.getProperty("user.name")
                            + " to write there, or choose another folder with -Doneping.data=<folder>.",
                    e);
        }
    }

    /** Takes the folder away from other users of the machine, as far as its owner and the file system permit. */
    private static void makePrivate(Path folder) throws IOException {
        var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        } catch (FileSystemException e) {
            // Another user owns the folder, for example that of a mounted volume; the files in it are private all the
            // same.
            return;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Written by Redis once it listens, deleted by Redis when its data is safely on disk. */
    Path pidFile() {
        return path.resolve("redis.pid");
    }

    Path logFile() {
        return path.resolve("redis.log");
    }

    /** Returns the file with the setting that is a secret: the arguments of a process are visible to all users of a machine. */
    Path secrets() {
        return path.resolve("redis.conf");
    }

    /** Creates the password of the folder's servers, unless it has one. */
    void createPassword() throws IOException {
        if (password().isEmpty()) {
            var bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            Files.deleteIfExists(secrets());
            if (Files.getFileAttributeView(path, PosixFileAttributeView.class) == null) {
                Files.createFile(secrets());
            } else {
                Files.createFile(
                        secrets(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(secrets(), PASSWORD + HexFormat.of().formatHex(bytes) + "\n");
        }
    }

    /** Returns the password of the folder's servers; empty if they have none. */
    Optional<String> password() throws IOException {
        if (!Files.isRegularFile(secrets())) {
            return Optional.empty();
        }
        return Files.readAllLines(secrets()).stream()
                .filter(line -> line.startsWith(PASSWORD))
                .map(line -> line.substring(PASSWORD.length()))
                .findFirst();
    }

    /** Returns whether the folder has an append-only file of Redis 7 or newer, which older versions ignore. */
    boolean hasNewFormat() {
        return Files.isDirectory(path.resolve("appendonlydir"));
    }

    /** Records the port before a server is started on it, so that the next JVM can find an orphaned server. */
    void rememberPort(int port) throws IOException {
        Files.writeString(path.resolve("redis.port"), Integer.toString(port));
    }

    /** Returns the port of the last server, if there was one. */
    Optional<Integer> lastPort() throws IOException {
        return number(path.resolve("redis.port"));
    }

    /** Returns the process id of the server that runs, or that ended without a clean shutdown. */
    Optional<Integer> pid() throws IOException {
        return number(pidFile());
    }

    private static Optional<Integer> number(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var text = Files.readString(file).strip();
        return text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
