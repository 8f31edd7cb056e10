package dev.oneping;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.embedded.RedisStartException;
import dev.oneping.rules.file.RuleFiles;
import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.simulation.SimulateCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the service. First checks everything that would otherwise fail halfway with a stack trace: the choice of
 * Redis, that it answers, that the port is free, that the rule file is valid, that keys are long enough. A failure is
 * reported as one sentence on the error stream and exit code 1.
 */
@QuarkusMain
public final class Main {

    private static final String EVENT_LOOPS = "quarkus.vertx.event-loops-pool-size";
    private static final String RULES = "oneping.notify.rules";
    private static final String REDIS_HOSTS = "quarkus.redis.hosts";
    private static final String SHARDS = "oneping.redis.shards";
    private static final int DEFAULT_SHARDS = 64;
    private static final String ACCEPT_LOSS = "oneping.redis.accept-loss";
    private static final Map<String, String> KEYS =
            Map.of("oneping.dev-key", "ONEPING_DEV_KEY", "oneping.admin-key", "ONEPING_ADMIN_KEY");

    private Main() {}

    /** Runs the program. */
    public static void main(String... args) {
        if (args.length > 0 && args[0].equals(SimulateCommand.NAME)) {
            SimulateCommand.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        try {
            run(ConfigUtils.configBuilder().build(), args);
        } catch (StartupException e) {
            refuse(e.sentence());
        } catch (RedisStartException e) {
            refuse(e.sentence());
        } catch (RuleFileException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private static void run(SmallRyeConfig config, String... args) {
        oneEventLoopForEachProcessor(config);
        carryNoThreadContext();
        config.getOptionalValue(RULES, String.class).map(Path::of).ifPresent(RuleFiles::load);
        KEYS.forEach((property, variable) -> requireLongKey(config.getOptionalValue(property, String.class), variable));
        PreflightCheck.requireFreePort(
                config.getValue("quarkus.http.host", String.class),
                config.getValue("quarkus.http.port", String.class),
                "QUARKUS_HTTP_PORT");
        config.getOptionalValue("oneping.management.port", String.class)
                .ifPresent(port -> PreflightCheck.requireFreePort(
                        config.getOptionalValue("oneping.management.host", String.class)
                                .orElse("0.0.0.0"),
                        port,
                        "ONEPING_MANAGEMENT_PORT"));
        var choice = RedisChoice.of(
                config.getOptionalValues(REDIS_HOSTS, String.class),
                config.getProfiles(),
                Path.of(config.getOptionalValue("oneping.data", String.class).orElse("data")));
        switch (choice) {
            case RedisChoice.Given given -> {
                RedisAccess access = RedisAccess.of(config);
                PreflightCheck.requireRedis(given.hosts());
                PreflightCheck.requireKeeping(
                        access.servers(given.hosts()),
                        access.isCluster(),
                        config.getOptionalValue(SHARDS, Integer.class).orElse(DEFAULT_SHARDS),
                        !config.getProfiles().contains("prod")
                                || config.getOptionalValue(ACCEPT_LOSS, Boolean.class)
                                        .orElse(false));
                Quarkus.run(args);
            }
            case RedisChoice.Embedded embedded -> runWithOwnRedis(embedded.data(), args);
            case RedisChoice.Missing() ->
                throw new StartupException("In production oneping requires the address of a Redis: "
                        + "set QUARKUS_REDIS_HOSTS, for example redis://localhost:6379.");
        }
    }

    private static void requireLongKey(Optional<String> key, String variable) {
        if (key.filter(it -> it.length() < ApiKeys.SHORTEST).isPresent()) {
            throw new StartupException(variable + " is too short and could be guessed; it must have " + ApiKeys.SHORTEST
                    + " characters or more.");
        }
    }

    /**
     * Sets one event loop per processor. More would only move requests between threads: each loop has its own
     * connection to Redis.
     */
    private static void oneEventLoopForEachProcessor(SmallRyeConfig config) {
        if (config.getOptionalValue(EVENT_LOOPS, Integer.class).isEmpty()) {
            System.setProperty(
                    EVENT_LOOPS, Integer.toString(Runtime.getRuntime().availableProcessors()));
        }
    }

    /**
     * Disables Mutiny's propagation of thread-bound contexts, which would wrap every step of every request; nothing
     * here is bound to a thread, as the request context is that of Vert.x.
     */
    private static void carryNoThreadContext() {
        System.setProperty("mutiny.disableCallBackDecorators", "true");
    }

    /**
     * Runs the service with an embedded Redis. Redis ends after the service: when the JVM exits, it closes the pipe
     * that the guard of Redis reads. Only if Quarkus returns, as it does when it reloads code, is Redis ended here.
     */
    private static void runWithOwnRedis(Path data, String... args) {
        try (var redis = EmbeddedRedis.startWithPassword(data, RedisBinary.PATH_OR_BUNDLED)) {
            System.setProperty(REDIS_HOSTS, redis.uri());
            Quarkus.run(args);
        } finally {
            System.clearProperty(REDIS_HOSTS);
        }
    }

    private static void refuse(String sentence) {
        System.err.println("oneping: " + sentence);
        System.exit(1);
    }
}
