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
    private static final int LAST_PORT = 65_535;

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
     * Checks that the port is free. Port 0 means any free one.
     *
     * @param variable the environment variable that sets it
     * @throws StartupException if another program listens there, or if it is no port
     */
    static void requireFreePort(String host, String given, String variable) {
        if (given.equals("0")) {
            return;
        }
        if (!given.matches("[0-9]{1,5}") || Integer.parseInt(given) > LAST_PORT) {
            throw new StartupException(variable + " is '" + given + "', but ports are 1 to " + LAST_PORT + ".");
        }
        int port = Integer.parseInt(given);
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new StartupException("Port " + port + " on " + host
                    + " cannot be opened, most likely because another program uses it: stop that program, "
                    + "or choose another port by "
                    + (variable.equals("QUARKUS_HTTP_PORT") ? "--port of ./oneping, or by " : "") + variable + ".");
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
