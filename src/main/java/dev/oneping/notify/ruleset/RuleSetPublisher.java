package dev.oneping.notify.ruleset;

import dev.oneping.events.EventLog;
import dev.oneping.events.RulesEvent;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.RuleFileException;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Takes a tenant's rules in: reads them as a whole, keeps them as a version, puts them into force, and tells of it. */
@Singleton
class RuleSetPublisher {

    private static final int TOLD = 50;

    private final RuleSetStore book;
    private final ActiveRules active;
    private final EventLog log;
    private final Shards shards;
    private final Clock clock;

    RuleSetPublisher(RuleSetStore book, ActiveRules active, EventLog log, Shards shards, Clock clock) {
        this.book = book;
        this.active = active;
        this.log = log;
        this.shards = shards;
        this.clock = clock;
    }

    /**
     * Puts a text into force.
     *
     * @param expected the version that the caller believes to be in force; null if that does not matter
     * @param from     the number of the version that the text is of; 0 where it is new
     */
    RuleSetVersion publish(TenantId tenant, String text, @Nullable String expected, long from) {
        RuleSet rules = sound(text);
        long newest = book.newest(tenant).await().indefinitely();
        if (expected != null) {
            refuseOther(tenant, expected);
        }
        RuleSetVersion next = new RuleSetVersion(newest + 1, rules.version(), text, clock.instant(), from);
        if (!book.publish(tenant, next).await().indefinitely()) {
            throw Problem.of(ProblemType.CONFLICT, "Somebody else has changed the rules at the same time.");
        }
        active.accept(tenant, next, rules);
        tell(tenant, new RulesEvent.Changed(next.version(), next.number(), from == 0 ? null : (Long) from));
        return next;
    }

    /** Goes back to the common rules. What was written is kept. */
    void retire(TenantId tenant) {
        boolean changed = book.retire(tenant).await().indefinitely();
        active.retire(tenant);
        if (changed) {
            tell(tenant, new RulesEvent.Changed(active.common().version(), 0, null));
        }
    }

    /** The counter is bounded by the number of tenants, and never expires, as the rules themselves. */
    private void tell(TenantId tenant, RulesEvent event) {
        UserRef subject = new UserRef(tenant, new UserId(RulesEvent.SUBJECT));
        Shard shard = shards.of(subject);
        log.tell(shard, shard.key("rules-told", tenant), subject, event).await().indefinitely();
    }

    /** By what is in force everywhere: this node may not have heard yet of what another has just taken in. */
    private void refuseOther(TenantId tenant, String expected) {
        active.refresh();
        String inForce = active.current(tenant).version();
        if (!expected.equals(inForce)) {
            throw Problem.of(
                    ProblemType.CONFLICT, "Rules " + inForce + " are in force, not those that If-Match names.");
        }
    }

    /** Reads rules; what is wrong with them is told all at once, each with its place. */
    static RuleSet sound(String text) {
        try {
            return ActiveRules.parse(text);
        } catch (RuleFileException refused) {
            throw Problem.invalid(refused.problems().stream()
                    .limit(TOLD)
                    .map(problem -> Violation.at("", Violation.NOT_ALLOWED, problem.sentence()))
                    .toList());
        }
    }
}
