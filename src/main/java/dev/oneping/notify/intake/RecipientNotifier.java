package dev.oneping.notify.intake;

import dev.oneping.model.Notification;
import dev.oneping.notify.fanout.RecipientPort;
import dev.oneping.notify.memory.UserHistoryStore;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.notify.turn.FactsMapper;
import dev.oneping.presence.Presence;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.rules.Decision;
import dev.oneping.rules.DecisionTarget;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.fact.Facts;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Gives each recipient of a fan-out a notification by the same path, facts and rules as a single user. */
@Singleton
public class RecipientNotifier implements RecipientPort {

    private final NotifyService notifyService;
    private final PresenceStore presence;
    private final ActiveRules rules;
    private final UserHistoryStore memory;
    private final Clock clock;

    RecipientNotifier(
            NotifyService notifyService,
            PresenceStore presence,
            ActiveRules rules,
            UserHistoryStore memory,
            Clock clock) {
        this.notifyService = notifyService;
        this.presence = presence;
        this.rules = rules;
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public Uni<Boolean> give(Notification part) {
        return notifyService.give(part).map(given -> switch (given) {
            case NotifyService.Given.Accepted ignored -> true;
            case NotifyService.Given.Full ignored -> false;
            case NotifyService.Given.Exhausted ignored -> false;
        });
    }

    @Override
    public Uni<Prospect> prospect(Notification part) {
        RuleSet inForce = rules.current(part.to().tenant());
        return presence.load(part.to())
                .chain(person -> memory.recall(part.to(), FactsMapper.ids(person), person.zone(), inForce)
                        .map(past -> new Prospect(
                                reach(inForce, FactsMapper.facts(part, List.of(), person, past, clock.instant())),
                                distance(person))));
    }

    private static Reach reach(RuleSet rules, Facts facts) {
        Decision decision = rules.decide(facts).decision();
        return switch (decision) {
            case Decision.Deliver deliver ->
                deliver.target() instanceof DecisionTarget.Everyone ? Reach.WITH_EVERYONE : Reach.NOW;
            case Decision.Hold ignored -> Reach.LATER;
            case Decision.Suppress ignored -> Reach.NEVER;
            case Decision.Exhaust ignored -> Reach.NEVER;
            case Decision.Expire ignored -> Reach.NEVER;
        };
    }

    private static int distance(Presence person) {
        return switch (person.attention().state()) {
            case ACTIVE -> 0;
            case PASSIVE -> 1;
            case UNKNOWN -> 2;
            case AWAY -> 3;
        };
    }
}
