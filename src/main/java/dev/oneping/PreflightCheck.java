package dev.oneping;

import dev.oneping.redis.ServerReport;
import dev.oneping.redis.Shards;
import dev.oneping.redis.embedded.RedisProbe;
import dev.oneping.redis.time.Time;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks the environment before anything is started: Redis and the port. */
final class PreflightCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS_A_LINE = 20;
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
     * Checks that a Redis keeps what it accepts, and was used with this number of shards before if at all. Waits while it
     * loads its data. A server that refuses {@code INFO}, or whose certificate the JVM does not trust, is left to the checks
     * of the running service.
     *
     * @param isCluster  whether they have to be nodes of a cluster
     * @param acceptLoss whether one that may lose data will do; one that cannot serve will not
     * @throws StartupException if it does not
     */
    static void requireKeeping(List<String> addresses, boolean isCluster, int shards, boolean acceptLoss) {
        for (URI address : addresses.stream().map(URI::create).toList()) {
            Optional<ServerReport> found = loaded(address);
            found.stream()
                    .flatMap(info -> info.flaws(isCluster).stream())
                    .filter(flaw -> !flaw.isOnlyLoss() || !acceptLoss)
                    .findFirst()
                    .ifPresent(flaw -> {
                        throw new StartupException("Redis at " + place(address) + " " + flaw.sentence()
                                + (flaw.isOnlyLoss()
                                        ? ", or accept the loss by ONEPING_REDIS_ACCEPT_LOSS=true."
                                        : "."));
                    });
            if (found.isPresent()) {
                requireShards(address, shards);
            }
        }
    }

    private static Optional<ServerReport> loaded(URI address) {
        for (int polls = 0; ; polls++) {
            Optional<ServerReport> info = ask(
                            address, probe -> probe.ask("INFO").getFirst())
                    .filter(reply -> !reply.startsWith("-"))
                    .map(ServerReport::of);
            if (info.filter(ServerReport::loading).isEmpty()) {
                return info;
            }
            if (polls % POLLS_A_LINE == 0) {
                System.err.println("oneping: Redis at " + place(address) + " loads its data ("
                        + info.get().loaded() + " %): waiting.");
            }
            Time.pause(POLL).await().indefinitely();
        }
    }

    private static void requireShards(URI address, int shards) {
        ask(address, probe -> probe.ask("GET", Shards.COUNT_KEY).getFirst())
                .filter(known -> known.matches("[0-9]+") && !known.equals(Integer.toString(shards)))
                .ifPresent(known -> {
                    throw new StartupException("oneping.redis.shards is " + shards + ", but Redis at " + place(address)
                            + " was first used with " + known + ": set ONEPING_REDIS_SHARDS=" + known
                            + ", or use another Redis.");
                });
    }

    /** Asks a server one thing; empty if it cannot be asked. */
    private static Optional<String> ask(URI address, Question question) {
        if (address.getHost() == null) {
            return Optional.empty();
        }
        try (var probe = RedisProbe.connect(address, PATIENCE)) {
            return Optional.of(question.of(probe));
        } catch (IOException e) {
            return Optional.empty();
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

    private interface Question {
        String of(RedisProbe probe) throws IOException;
    }

    private static String withoutSecrets(List<String> addresses) {
        return addresses.stream().map(URI::create).map(PreflightCheck::place).collect(Collectors.joining(", "));
    }

    private static String place(URI address) {
        return address.getHost() + ":" + (address.getPort() == -1 ? REDIS_PORT : address.getPort());
    }
}
