package dev.oneping.testing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.oneping.events.EventConfig;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import dev.oneping.redis.server.RedisConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;

/**
 * The lower layers of the service, wired by hand on a real Redis, for tests without a container. Redis is shared with
 * other tests, so each test takes a tenant of its own.
 */
public final class RedisRig implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vertx vertx = Vertx.vertx();
    private final RedisOptions options;
    private final RedisPipeline redis;
    private final Shards shards;

    /** Connects to the Redis that all tests of this process share. */
    public RedisRig() {
        this(RedisServer.shared().uri());
    }

    /** Connects to a Redis of the test's own. */
    public RedisRig(String uri) {
        this(uri, config(RedisConfig.class));
    }

    /** Connects to a Redis of the test's own, with limits of the test's own. */
    public RedisRig(String uri, RedisConfig config) {
        options = RedisServer.options(uri);
        redis = new RedisPipeline(vertx, options, config);
        redis.start();
        shards = new Shards(redis, config);
    }

    /** The pipelined connections. */
    public RedisPipeline redis() {
        return redis;
    }

    /** The default number of shards. */
    public Shards shards() {
        return shards;
    }

    /** A person whom no other test knows. */
    public UserRef someone() {
        return new UserRef(new TenantId("t" + Long.toHexString(RANDOM.nextLong())), new UserId("ann"));
    }

    /** The address of Redis, for connections of a test's own. */
    public RedisOptions options() {
        return options;
    }

    /** The event loops. */
    public Vertx vertx() {
        return vertx;
    }

    /** A configuration with its defaults. */
    public static <T> T config(Class<T> mapping) {
        return config(mapping, Map.of());
    }

    /** A configuration with some settings that are not the defaults. */
    public static <T> T config(Class<T> mapping, Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 300, new DurationConverter())
                .withDefaultValues(settings)
                .withMapping(mapping)
                .build();
        return config.getConfigMapping(mapping);
    }

    /** JSON as the service writes it. */
    public static ObjectMapper json() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_NULL, Include.NON_NULL))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** The default limits of the log. */
    public static EventConfig events() {
        return config(EventConfig.class);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
