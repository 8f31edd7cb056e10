package dev.oneping.redis.embedded;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/**
 * A server that an earlier JVM left running on the same folder: possible only if its guard was killed as well, or has
 * not finished yet. It must end before the next one starts, because two servers that write one append-only file corrupt
 * it.
 */
final class OrphanedServer {

    private static final Duration REPLY = Duration.ofSeconds(5);
    private static final ProcessWait END = new ProcessWait(Duration.ofSeconds(30));

    private OrphanedServer() {}

    /**
     * Shuts the folder's old server down, if there is one.
     *
     * @throws RedisStartException if it does not respond or does not end
     */
    static void stop(DataFolder folder) throws IOException {
        var last = folder.lastPort();
        if (last.isPresent() && isOurs(folder, last.get())) {
            int port = last.get();
            shutdown(folder, port);
            END.await(() -> !RedisProbe.listens(port), () -> stuck(folder, port));
        }
    }

    private static boolean isOurs(DataFolder folder, int port) {
        try (var probe = RedisProbe.connect(port, folder.password(), REPLY)) {
            return probe.ask("CONFIG", "GET", "dir")
                    .equals(List.of("dir", folder.path().toString()));
        } catch (SocketTimeoutException e) {
            throw stuck(folder, port);
        } catch (IOException e) {
            // Nothing listens there, or another protocol is spoken: the port is free again, or belongs to another
            // program.
            return false;
        }
    }

    private static void shutdown(DataFolder folder, int port) {
        try (var probe = RedisProbe.connect(port, folder.password(), REPLY)) {
            probe.ask("SHUTDOWN");
        } catch (IOException e) {
            // A server that shuts down closes the connection without a reply; its port shows whether it did.
        }
    }

    private static RedisStartException stuck(DataFolder folder, int port) {
        return new RedisStartException("A Redis that an earlier run left on port " + port + " over " + folder.path()
                + " does not end: stop it (its process id is in " + folder.pidFile() + ") and start again.");
    }
}
