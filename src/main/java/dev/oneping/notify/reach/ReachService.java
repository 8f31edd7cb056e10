package dev.oneping.notify.reach;

import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyConfig;
import dev.oneping.notify.memory.UserHistory;
import dev.oneping.notify.memory.UserHistoryStore;
import dev.oneping.notify.reach.ReachView.ReachTarget;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.notify.turn.FactsMapper;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.Shards;
import dev.oneping.rules.Decided;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.explain.Explanation.CandidateLine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Predicts how a user could be reached now, by the active rules and the facts that a notification would be decided on.
 * Nothing is sent and nothing is stored.
 */
@Singleton
class ReachService {

    private final PresenceStore presence;
    private final UserHistoryStore memory;
    private final ActiveRules rules;
    private final Shards shards;
    private final Clock clock;
    private final Duration timeToLive;

    ReachService(
            PresenceStore presence,
            UserHistoryStore memory,
            ActiveRules rules,
            Shards shards,
            NotifyConfig config,
            Clock clock) {
        this.presence = presence;
        this.memory = memory;
        this.rules = rules;
        this.shards = shards;
        this.clock = clock;
        this.timeToLive = config.expiresIn();
    }

    /** Returns the full prediction, for the app that the user belongs to. */
    Uni<ReachView> of(UserRef user, Priority priority, String category) {
        return find(user, priority, category, person -> person);
    }

    /**
     * Returns what third parties may see: the band, computed without invisible devices, so that they appear not to
     * exist.
     */
    Uni<ReachView> asOthersSee(UserRef user, Priority priority, String category) {
        return find(user, priority, category, Presence::visible).map(ReachView::coarse);
    }

    private Uni<ReachView> find(UserRef user, Priority priority, String category, UnaryOperator<Presence> view) {
        RuleSet inForce = rules.current(user.tenant());
        return presence.load(user)
                .map(view)
                .chain(person -> memory.recall(user, FactsMapper.ids(person), person.zone(), inForce)
                        .map(past -> answer(inForce, notification(user, priority, category), person, past)));
    }

    private Notification notification(UserRef user, Priority priority, String category) {
        Instant now = clock.instant();
        return new Notification(
                NotificationId.create(now, shards.of(user).number()),
                user,
                new Content("", null, null),
                category,
                priority,
                "default",
                null,
                now,
                now.plus(timeToLive));
    }

    private static ReachView answer(RuleSet rules, Notification notification, Presence person, UserHistory past) {
        Decided decided =
                rules.decide(FactsMapper.facts(notification, List.of(), person, past, notification.createdAt()));
        ReachPrediction would = ReachPrediction.of(decided);
        List<CandidateLine> candidates = decided.explanation().candidates();
        Map<DeviceId, Integer> places = IntStream.range(0, candidates.size())
                .boxed()
                .collect(Collectors.toMap(i -> candidates.get(i).device(), Function.identity()));
        Comparator<ReachTarget> byRules =
                Comparator.comparing(target -> places.getOrDefault(target.device(), Integer.MAX_VALUE));
        List<ReachTarget> targets = person.devices().stream()
                .map(device -> {
                    Integer place = places.get(device.id());
                    return target(device, odds(device, past), place == null ? null : candidates.get(place));
                })
                .sorted(byRules.thenComparing(
                        Comparator.comparing(ReachTarget::chance).reversed()))
                .toList();
        List<AckOdds> online = person.devices().stream()
                .filter(Device::online)
                .map(device -> odds(device, past))
                .toList();
        return new ReachView(person.user().user(), ReachBand.of(would, online), would, targets);
    }

    private static AckOdds odds(Device device, UserHistory past) {
        return AckOdds.of(device, past.habit(device.id()));
    }

    private static ReachTarget target(Device device, AckOdds odds, @Nullable CandidateLine line) {
        return new ReachTarget(
                device.id(),
                device.kind(),
                device.platform(),
                device.online(),
                device.attention().state(),
                odds.chance(),
                odds.expected().toSeconds(),
                line == null ? null : line.fate(),
                line == null ? null : line.reason());
    }
}
