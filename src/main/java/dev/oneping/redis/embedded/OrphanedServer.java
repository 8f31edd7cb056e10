package dev.oneping.redis.embedded;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/**
 * A server that an earlier JVM left running over the same folder: possible only if its guard was killed as well, or is
 * just at work. It must end before the next one starts, for two servers that write one append-only file destroy it.
 */
final class OrphanedServer {

    private static final Duration REPLY = Duration.ofSeconds(5);
    private static final ProcessWait END = new ProcessWait(Duration.ofSeconds(30));

    private OrphanedServer() {}

    /**
     * Ends the folder's old server in order, if there is one.
     *
     * @throws RedisStartException if it does not answer, or does not end
     */
    static void stop(DataFolder folder) throws IOException {
        var last = folder.lastPort();
        if (last.isPresent() && isOurs(folder, last.get())) {
            int port = last.get();
            shutdown(port);
            END.await(() -> !RedisProbe.listens(port), () -> stuck(folder, port));
        }
    }

    private static boolean isOurs(DataFolder folder, int port) {
        try (var probe = RedisProbe.connect(EmbeddedRedis.LOOPBACK, port, REPLY)) {
            return probe.ask("CONFIG", "GET", "dir")
                    .equals(List.of("dir", folder.path().toString()));
        } catch (SocketTimeoutException e) {
            throw stuck(folder, port);
        } catch (IOException e) {
            // Nobody listens, or it speaks something else: the port is free again, or is another program's by now.
            return false;
        }
    }

    private static void shutdown(int port) {
        try (var probe = RedisProbe.connect(EmbeddedRedis.LOOPBACK, port, REPLY)) {
            probe.ask("SHUTDOWN");
        } catch (IOException e) {
            // A server that obeys hangs up without a word; whether it did is seen from its port.
        }
    }

    private static RedisStartException stuck(DataFolder folder, int port) {
        return new RedisStartException("A Redis that an earlier run left on port " + port + " over " + folder.path()
                + " does not end: stop it (its process id is in " + folder.pidFile() + ") and start again.");
    }
}
