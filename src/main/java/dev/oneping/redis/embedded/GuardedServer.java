package dev.oneping.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@code redis-server} process that does not outlive our JVM, however the JVM ends.
 *
 * <p>Redis runs as a daemon in a session of its own, so that a Ctrl-C in the terminal reaches only us and Redis stays until
 * the last command is answered. Beside it a small shell waits on a pipe that only we hold; when the kernel closes the pipe,
 * the shell asks Redis to end, which makes Redis write its data first.
 */
final class GuardedServer {

    private static final String GUARD = """
            trap '' INT TERM HUP
            "$@" || exit 1
            read -r never
            if [ -f "$PID_FILE" ]; then kill "$(cat "$PID_FILE")"; fi
            """;

    private final DataFolder folder;
    private final int port;
    private final Process guard;

    private GuardedServer(DataFolder folder, int port, Process guard) {
        this.folder = folder;
        this.port = port;
        this.guard = guard;
    }

    static GuardedServer start(Path binary, DataFolder folder, int port) throws IOException {
        Files.deleteIfExists(folder.pidFile());
        var command = new ProcessBuilder("sh", "-c", GUARD, "oneping-redis-guard", binary.toString());
        command.command().addAll(settings(folder, port));
        // Redis refuses to start in a locale that this machine lacks.
        command.environment().put("LC_ALL", "C");
        command.environment().put("PID_FILE", folder.pidFile().toString());
        command.redirectErrorStream(true).redirectOutput(folder.logFile().toFile());
        return new GuardedServer(folder, port, command.start());
    }

    private static List<String> settings(DataFolder folder, int port) {
        return List.of(
                "--bind",
                EmbeddedRedis.LOOPBACK,
                "--port",
                Integer.toString(port),
                "--dir",
                folder.path().toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                // The append-only file is the one copy of the data; a second by snapshots would only cost.
                "--save",
                "",
                "--daemonize",
                "yes",
                "--pidfile",
                folder.pidFile().toString(),
                "--logfile",
                folder.logFile().toString());
    }

    /** Whether Redis refused its settings, or was there and is gone: waiting for it to serve is of no use. */
    boolean failed() throws IOException {
        return !guard.isAlive()
                || folder.pid()
                        .map(pid -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isEmpty())
                        .orElse(false);
    }

    /** Whether a Redis that served has ended. Asked of its port, for a process nobody has buried yet counts as alive. */
    boolean ended() throws IOException {
        return folder.pid().isEmpty() || !RedisProbe.listens(port);
    }

    /** Lets go of the pipe: the guard asks Redis to end if it still runs, and ends itself. */
    void release() throws IOException {
        if (ended()) {
            // It crashed, and the number that it left may be another process' by now.
            Files.deleteIfExists(folder.pidFile());
        }
        guard.getOutputStream().close();
    }
}
