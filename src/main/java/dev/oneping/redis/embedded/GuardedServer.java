package dev.oneping.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@code redis-server} process that does not outlive this JVM, however the JVM ends.
 *
 * <p>Redis runs as a daemon in a session of its own, so that a Ctrl-C in the terminal reaches only the JVM and Redis
 * serves until the last command is answered. A small guard shell waits on a pipe that only this JVM holds; when the
 * kernel closes the pipe, the shell sends Redis a signal to terminate, upon which Redis saves its data. The shell also makes the
 * files of Redis readable by their owner only.
 */
final class GuardedServer {

    private static final String GUARD = """
            trap '' INT TERM HUP
            umask 077
            "$@" || exit 1
            read -r pid || pid=$(cat "$PID_FILE")
            read -r dismissed || kill "$pid"
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
        if (folder.password().isPresent()) {
            command.command().add(folder.secrets().toString());
        }
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
                // A rewrite of the file takes as much of a processor as the service itself: rather a longer file, which
                // is
                // read in some seconds at the start, and no compression, which is most of the work.
                "--auto-aof-rewrite-min-size",
                "512mb",
                "--rdbcompression",
                "no",
                // The append-only file is the only copy of the data; snapshots would add cost and nothing else.
                "--save",
                "",
                "--daemonize",
                "yes",
                "--pidfile",
                folder.pidFile().toString(),
                "--logfile",
                folder.logFile().toString());
    }

    /** Returns whether Redis rejected its settings or has exited, so that waiting for it is pointless. */
    boolean failed() throws IOException {
        return !guard.isAlive()
                || folder.pid()
                        .map(pid -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isEmpty())
                        .orElse(false);
    }

    /** Sends the process id to the guard once it is known; until then the guard would read the pid file. */
    void serves() throws IOException {
        var pid = folder.pid();
        if (pid.isPresent()) {
            tellGuard(pid.get().toString());
        }
    }

    /**
     * Returns whether a Redis that served has ended, with its data on disk. Determined by its port: a zombie process
     * counts as alive, and the pid file may be deleted with its folder.
     */
    boolean ended() {
        return !RedisProbe.listens(port);
    }

    /** Closes the pipe: the guard terminates Redis if it still runs, and exits. */
    void release() throws IOException {
        try (var pipe = guard.getOutputStream()) {
            if (ended() && guard.isAlive()) {
                // It crashed, and its process id may have been reused.
                tellGuard("");
            }
        }
    }

    private void tellGuard(String line) throws IOException {
        guard.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        guard.getOutputStream().flush();
    }
}
