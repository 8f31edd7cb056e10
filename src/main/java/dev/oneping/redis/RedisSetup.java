package dev.oneping.redis;

import dev.oneping.model.NodeId;
import dev.oneping.redis.time.Time;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Producers of shared beans: the options of the Redis client, the clock, and the id of this node. */
@Singleton
class RedisSetup {

    /** Uses the settings of Quarkus' own client; RESP2, because RESP3 pushes may be matched to the wrong caller. */
    @Produces
    @Singleton
    RedisOptions options(
            @ConfigProperty(name = "quarkus.redis.hosts") List<String> hosts,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String type,
            @ConfigProperty(name = "quarkus.redis.master-name") Optional<String> master,
            @ConfigProperty(name = "quarkus.redis.password") Optional<String> password) {
        RedisOptions options = new RedisOptions()
                .setProtocolNegotiation(false)
                .setType(RedisClientType.valueOf(type.toUpperCase(Locale.ROOT)));
        hosts.forEach(options::addConnectionString);
        master.ifPresent(options::setMasterName);
        password.ifPresent(options::setPassword);
        return options;
    }

    @Produces
    @Singleton
    @Typed(RedisClock.class)
    RedisClock redisClock() {
        return new RedisClock(Time.source());
    }

    @Produces
    @Singleton
    Clock clock(RedisClock clock) {
        return clock;
    }

    @Produces
    @Singleton
    NodeId node(RedisClock clock) {
        return NodeId.create(clock.instant());
    }
}
