package dev.oneping.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;

/**
 * A filter that leaves out the metrics of the Redis client's pools. Each connection here has a client of its own, so each would
 * be a pool of one under a random name, and every lost connection would leave a time series behind.
 */
@Singleton
public class RedisPoolMetrics implements MeterFilter {

    private static final String POOLS = "redis.pool";

    @Override
    public MeterFilterReply accept(Meter.Id meter) {
        return meter.getName().startsWith(POOLS) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }
}
