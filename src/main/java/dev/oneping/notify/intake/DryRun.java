package dev.oneping.notify.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.model.DigestRequest;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.notify.memory.UserHistoryStore;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.notify.turn.FactsMapper;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.redis.Shards;
import dev.oneping.rules.Decided;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.WhatIf;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.explain.ExplanationText;
import dev.oneping.rules.fact.Facts;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates an event with the same checks, facts and rules as a real one, and changes nothing. */
@Singleton
class DryRun {

    private final NotifyRequestValidator validator;
    private final PresenceStore presence;
    private final UserHistoryStore memory;
    private final ActiveRules rules;
    private final Shards shards;
    private final Clock clock;

    DryRun(
            NotifyRequestValidator validator,
            PresenceStore presence,
            UserHistoryStore memory,
            ActiveRules rules,
            Shards shards,
            Clock clock) {
        this.validator = validator;
        this.presence = presence;
        this.memory = memory;
        this.rules = rules;
        this.shards = shards;
        this.clock = clock;
    }

    /**
     * Rejects an empty value, which the framework treats as absent, so that a caller who only wanted to try does not
     * send.
     */
    static void rejectEmpty(UriInfo uri) {
        String value = uri.getQueryParameters().getFirst("dry_run");
        if (value != null && value.isEmpty()) {
            throw Problem.invalid(
                    Violation.inParameter("dry_run", Violation.WRONG_TYPE, "'dry_run' must be true or false."));
        }
    }

    Uni<Answer> take(TenantId tenant, NotifyRequest request) {
        Instant now = clock.instant();
        UserRef to = validator.recipient(tenant, request);
        NotificationId id = NotificationId.create(now, shards.of(to).number());
        Notification notification = validator.admit(request, to, id, now);
        RuleSet inForce = rules.current(tenant);
        return presence.load(to)
                .chain(person -> memory.recall(to, FactsMapper.ids(person), person.zone(), inForce)
                        // Finding what would change the decision evaluates rule by rule, which is too slow for an event
                        // loop.
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(past -> answer(
                                inForce, FactsMapper.facts(notification, List.of(), person, past, now), notification)));
    }

    private static Answer answer(RuleSet rules, Facts facts, Notification notification) {
        Decided decided = rules.decide(facts);
        return new Answer(
                true,
                WhatIf.words(decided.decision()),
                notification.collapseKey(),
                rules.digest(facts).orElse(null),
                decided.explanation(),
                ExplanationText.of(decided.explanation()),
                WhatIf.of(rules, facts));
    }

    /**
     * The decision that would be made now.
     *
     * @param decision    in a short form
     * @param collapseKey the key by which it would replace an older one
     * @param digest      the digest that it would join; the digest's current content is not considered
     * @param explanation the decision's reasons
     * @param told        the same as text
     * @param changes     the rules without which the decision would differ
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            boolean dryRun,
            String decision,
            @Nullable String collapseKey,
            @Nullable DigestRequest digest,
            Explanation explanation,
            List<String> told,
            List<WhatIf.Change> changes) {}
}
