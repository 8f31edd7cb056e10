package dev.oneping.redis;

import dev.oneping.model.NodeId;
import dev.oneping.redis.time.Time;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Producers of shared beans: the options of the Redis client, the clock, and the id of this node. */
@Singleton
class RedisSetup {

    /** Uses the address of Quarkus' own client; RESP2, because RESP3 pushes may be matched to the wrong caller. */
    @Produces
    @Singleton
    RedisOptions options(@ConfigProperty(name = "quarkus.redis.hosts") List<String> hosts) {
        RedisOptions options = new RedisOptions().setProtocolNegotiation(false);
        hosts.forEach(options::addConnectionString);
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
