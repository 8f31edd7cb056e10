package dev.oneping.notify.ruleset;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.StoredJson;
import dev.oneping.rules.Decided;
import dev.oneping.rules.WhatIf;
import dev.oneping.rules.fact.Facts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The facts of past decisions, for replaying other rules on them: one stream {@code {rules}:facts:<tenant>} in Redis,
 * of at most {@link RulesConfig#factsMost()} decisions, which expires {@link RulesConfig#factsKept()} after the last.
 * Under load only a sample is recorded, and the number of skipped ones is recorded with it. Writes are not awaited: a
 * failed one is lost.
 */
@Singleton
public class FactsLog {

    static final int PAGE = 500;
    private static final Logger LOG = Logger.getLogger(FactsLog.class);

    private final RedisPipeline redis;
    private final RulesConfig config;
    private final StoredJson json;
    private final Counter missed;
    private final Map<TenantId, Second> seconds = new ConcurrentHashMap<>();

    FactsLog(RedisPipeline redis, RulesConfig config, ObjectMapper json, MeterRegistry metrics) {
        this.redis = redis;
        this.config = config;
        this.json = new StoredJson(json);
        this.missed = Counter.builder("oneping.rules.facts.missed")
                .description("Decisions whose facts were not recorded for replays, because too many came at once")
                .register(metrics);
    }

    /** Records a decision, unless too many came in this second. */
    public void keep(TenantId tenant, Facts facts, Decided decided) {
        if (config.factsPerSecond() == 0) {
            return;
        }
        Second now = seconds.merge(
                tenant,
                Second.of(facts.now()),
                (before, fresh) -> before.with(fresh.number(), config.factsPerSecond()));
        if (now.kept() == 0) {
            missed.increment();
            return;
        }
        RecordedDecision kept = new RecordedDecision(
                facts, decided.explanation().rules(), WhatIf.words(decided.decision()), now.missedBefore());
        redis.command(Command.XADD, key(tenant), "MAXLEN", "~", config.factsMost(), "*", "kept", json.write(kept))
                .chain(() -> redis.command(
                        Command.PEXPIRE, key(tenant), config.factsKept().toMillis()))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("the facts of a decision could not be recorded: %s", failure));
    }

    /** Returns a page of records before a position in the log, newest first; an empty position starts at the newest. */
    Uni<Page> before(TenantId tenant, String place) {
        return redis.command(Command.XREVRANGE, key(tenant), place.isEmpty() ? "+" : "(" + place, "-", "COUNT", PAGE)
                .map(this::page);
    }

    /** Some records, and the position of the last; empty if there are no more. */
    record Page(List<RecordedDecision> kept, String place) {}

    private Page page(Reply reply) {
        List<Reply> entries = reply.items();
        return new Page(
                entries.stream()
                        .map(entry -> json.read(entry.at(1).text(1), RecordedDecision.class))
                        .toList(),
                entries.size() < PAGE ? "" : entries.getLast().text(0));
    }

    private static String key(TenantId tenant) {
        return "{rules}:facts:" + tenant;
    }

    /**
     * The number of a tenant's decisions in one second.
     *
     * @param number       the second since the epoch
     * @param count        the number of decisions
     * @param kept         1 if the last of them is to be recorded, 0 if not
     * @param missed       the number of skipped ones since the last recorded one
     * @param missedBefore the same before this decision
     */
    private record Second(long number, int count, int kept, long missed, long missedBefore) {

        static Second of(Instant now) {
            return new Second(now.getEpochSecond(), 1, 1, 0, 0);
        }

        Second with(long second, int most) {
            int more = second == number ? count + 1 : 1;
            return more <= most
                    ? new Second(second, more, 1, 0, missed)
                    : new Second(second, more, 0, missed + 1, missed);
        }
    }
}
