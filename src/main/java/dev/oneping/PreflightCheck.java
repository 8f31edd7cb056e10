package dev.oneping;

import dev.oneping.redis.embedded.RedisProbe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Checks the environment before anything is started: Redis and the port. */
final class PreflightCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int REDIS_PORT = 6379;

    private PreflightCheck() {}

    /**
     * Checks that one of the addresses answers. A cluster or a replicated Redis works while some of its nodes are down.
     *
     * @throws StartupException if none does
     */
    static void requireRedis(List<String> addresses) {
        if (addresses.stream().map(URI::create).noneMatch(PreflightCheck::answers)) {
            throw new StartupException("Redis does not answer at " + withoutSecrets(addresses)
                    + ": start it, or correct QUARKUS_REDIS_HOSTS.");
        }
    }

    /**
     * Checks that the port is free.
     *
     * @throws StartupException if another program listens there
     */
    static void requireFreePort(String host, int port) {
        if (port == 0) {
            return;
        }
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new StartupException("Port " + port + " on " + host
                    + " cannot be opened, most likely because another program uses it: stop that program, "
                    + "or choose another port by --port of ./oneping, or by QUARKUS_HTTP_PORT.");
        }
    }

    /** Returns whether a Redis answers. Any reply counts, even a missing password, which is the client's concern. */
    private static boolean answers(URI address) {
        if (address.getHost() == null) {
            return true;
        }
        int port = address.getPort() == -1 ? REDIS_PORT : address.getPort();
        try (var probe = RedisProbe.connect(address.getHost(), port, PATIENCE)) {
            return "rediss".equals(address.getScheme()) || !probe.ask("PING").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static String withoutSecrets(List<String> addresses) {
        return addresses.stream().map(URI::create).map(PreflightCheck::place).collect(Collectors.joining(", "));
    }

    private static String place(URI address) {
        return address.getHost() + ":" + (address.getPort() == -1 ? REDIS_PORT : address.getPort());
    }
}
