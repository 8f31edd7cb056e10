package dev.oneping.notify.ruleset;

import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.events.EventLog;
import dev.oneping.events.RulesEvent;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.http.EntityTagList;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.rules.RuleSet;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a tenant's rules: parses them as a whole, stores them as a version, activates them, and emits the event.
 */
@Singleton
class RuleSetPublisher {

    private final RuleParser parser;
    private final RuleSetStore ruleSets;
    private final ActiveRules active;
    private final EventLog log;
    private final Shards shards;
    private final CommitLoop loop;

    RuleSetPublisher(
            RuleParser parser,
            RuleSetStore ruleSets,
            ActiveRules active,
            EventLog log,
            Shards shards,
            Clock clock,
            MeterRegistry metrics) {
        this.parser = parser;
        this.ruleSets = ruleSets;
        this.active = active;
        this.log = log;
        this.shards = shards;
        this.loop = new CommitLoop("rule_set", clock, metrics);
    }

    /**
     * Publishes a rule file.
     *
     * @param expected the tags of the caller's {@code If-Match}; null for any version
     * @param from     the number of the version that is restored; 0 if the text is new
     */
    RuleSetVersion publish(TenantId tenant, String text, @Nullable EntityTagList expected, long from) {
        RuleSet rules = parser.sound(tenant, text);
        long newest = ruleSets.newest(tenant).await().indefinitely();
        if (expected != null) {
            refuseOther(tenant, expected);
        }
        RuleSetVersion next = loop.changeLoaded(
                        newest,
                        ruleSets.numbered(tenant),
                        (number, now) -> {
                            if (expected != null && number != newest) {
                                throw Problem.of(
                                        ProblemType.PRECONDITION_FAILED,
                                        "The rules were changed after the version that If-Match names.");
                            }
                            return new Step.Write<>(
                                    new RuleSetVersion(number + 1, rules.version(), text, now, from),
                                    Function.identity());
                        },
                        () -> {
                            throw new IllegalStateException("a tenant without rules has version 0");
                        })
                .await()
                .indefinitely();
        active.accept(tenant, next, rules);
        emit(tenant, new RulesEvent.Changed(next.version(), next.number(), from == 0 ? null : (Long) from));
        return next;
    }

    /** Returns to the common rules. The stored versions are kept. */
    void retire(TenantId tenant) {
        boolean changed = ruleSets.retire(tenant).await().indefinitely();
        active.retire(tenant);
        if (changed) {
            emit(tenant, new RulesEvent.Changed(active.common().version(), 0, null));
        }
    }

    /**
     * Emits the event and counts it. The metric is bounded by the number of tenants, and never expires, like the rules
     * themselves.
     */
    private void emit(TenantId tenant, RulesEvent event) {
        UserRef subject = new UserRef(tenant, new UserId(RulesEvent.SUBJECT));
        Shard shard = shards.of(subject);
        log.append(shard, shard.key("rules-told", tenant), subject, event)
                .await()
                .indefinitely();
    }

    /**
     * Rejects a version other than the active one in Redis: this node may not know yet what another node has just
     * published.
     */
    private void refuseOther(TenantId tenant, EntityTagList expected) {
        active.refresh();
        String inForce = active.current(tenant).version();
        if (!expected.contains('"' + inForce + '"')) {
            throw Problem.of(
                    ProblemType.PRECONDITION_FAILED,
                    "Rules " + inForce + " are active, not those that If-Match names.");
        }
    }
}
