package dev.oneping;

import dev.oneping.redis.embedded.RedisProbe;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The kind of Redis that the operator configured, by Quarkus' own settings.
 *
 * @param type     the value of {@code quarkus.redis.client-type}
 * @param master   the name by which sentinels know the master
 * @param password the password of the servers, where the addresses have none
 */
record RedisAccess(Type type, Optional<String> master, Optional<String> password) {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int RECORDED_AT_BUILD = 0;

    /** The settings of Quarkus' client that oneping does not read, and the remedy. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "quarkus.redis.tls", "use rediss:// in QUARKUS_REDIS_HOSTS, and the trust store of the JVM",
            "quarkus.redis.hosts.provider.name", "use QUARKUS_REDIS_HOSTS",
            "quarkus.redis.role", "oneping reads and writes masters only",
            "quarkus.redis.replicas", "oneping reads and writes masters only");

    /** The kinds of Redis. */
    enum Type {
        /** One server. */
        STANDALONE,
        /** A master with replicas; the addresses are those of sentinels. */
        SENTINEL,
        /** A Redis Cluster; the addresses are those of some of its nodes. */
        CLUSTER
    }

    /**
     * Reads the settings.
     *
     * @throws StartupException if one of them is not supported, or the name of the master is missing
     */
    static RedisAccess of(SmallRyeConfig config) {
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> config.getConfigValue(name).getConfigSourceOrdinal() > RECORDED_AT_BUILD)
                .forEach(RedisAccess::refuseUnsupported);
        Type type = type(config.getOptionalValue("quarkus.redis.client-type", String.class)
                .orElse("standalone"));
        Optional<String> master = config.getOptionalValue("quarkus.redis.master-name", String.class);
        if (type == Type.SENTINEL && master.isEmpty()) {
            throw new StartupException(
                    "QUARKUS_REDIS_CLIENT_TYPE is sentinel, but QUARKUS_REDIS_MASTER_NAME is not set: "
                            + "set it to the name by which the sentinels know the master.");
        }
        return new RedisAccess(type, master, config.getOptionalValue("quarkus.redis.password", String.class));
    }

    boolean isCluster() {
        return type == Type.CLUSTER;
    }

    /**
     * Returns the addresses of servers that hold data: those configured, or the master that a sentinel names.
     *
     * @throws StartupException if the sentinels name none, or an address is no sentinel's
     */
    List<String> servers(List<String> hosts) {
        return type == Type.SENTINEL ? List.of(masterOf(hosts)) : hosts;
    }

    private String masterOf(List<String> sentinels) {
        String name = master.orElseThrow();
        for (URI sentinel : sentinels.stream().map(URI::create).toList()) {
            try (var probe = RedisProbe.connect(sentinel, PATIENCE)) {
                List<String> reply = probe.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name);
                if (reply.size() == 2) {
                    return sentinel.getScheme() + "://" + credentials(sentinel) + reply.getFirst() + ":"
                            + reply.getLast();
                }
                if (reply.stream().anyMatch(word -> word.startsWith("-ERR unknown command"))) {
                    throw new StartupException("Redis at " + sentinel.getHost() + ":" + sentinel.getPort()
                            + " is no sentinel: set QUARKUS_REDIS_HOSTS to the sentinels, or "
                            + "QUARKUS_REDIS_CLIENT_TYPE=standalone.");
                }
            } catch (IOException e) {
                // The next sentinel may answer.
            }
        }
        throw new StartupException("The sentinels know no master named '" + name
                + "': correct QUARKUS_REDIS_MASTER_NAME or QUARKUS_REDIS_HOSTS.");
    }

    private String credentials(URI sentinel) {
        return password.map(word -> ":" + word + "@")
                .or(() -> Optional.ofNullable(sentinel.getRawUserInfo()).map(user -> user + "@"))
                .orElse("");
    }

    private static Type type(String name) {
        try {
            return Type.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new StartupException("QUARKUS_REDIS_CLIENT_TYPE is '" + name
                    + "', but oneping supports standalone, sentinel and cluster.");
        }
    }

    private static void refuseUnsupported(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[_-]", ".");
        UNSUPPORTED.forEach((setting, remedy) -> {
            if (plain.equals(setting) || plain.startsWith(setting + ".")) {
                throw new StartupException(name + " is not supported: " + remedy + ".");
            }
        });
    }
}
