package dev.oneping.notify.fanout;

import dev.oneping.group.GroupStore;
import dev.oneping.model.UserId;
import dev.oneping.notify.fanout.RecipientPort.Prospect;
import dev.oneping.notify.fanout.RecipientPort.Reach;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses the next member of a group to ask: the one with the best prospect and, among equals, the next in rotation.
 */
@Singleton
class NextRecipient {

    private final RecipientPort recipients;
    private final GroupStore groups;
    private final FanOutBatches batches;
    private final FanOutConfig config;

    NextRecipient(RecipientPort recipients, GroupStore groups, FanOutBatches batches, FanOutConfig config) {
        this.recipients = recipients;
        this.groups = groups;
        this.batches = batches;
        this.config = config;
    }

    /** Returns the next recipient after those who were asked. */
    Uni<Next> next(FanOut fanOut, Audience.OneOf audience, List<UserId> asked) {
        Set<UserId> before = Set.copyOf(asked);
        List<UserId> rest = audience.people().stream()
                .filter(user -> !before.contains(user))
                .toList();
        if (rest.isEmpty()) {
            return Uni.createFrom().item(new Next.Nobody("nobody_answered"));
        }
        return Multi.createFrom()
                .iterable(rest)
                .onItem()
                .transformToUni(user -> prospect(fanOut, user))
                .merge(config.atOnce())
                .collect()
                .asList()
                .chain(candidates -> choose(fanOut, audience, inOrder(candidates, rest)));
    }

    private Uni<Candidate> prospect(FanOut fanOut, UserId user) {
        return recipients.prospect(batches.part(fanOut, user)).map(prospect -> new Candidate(user, prospect));
    }

    private Uni<Next> choose(FanOut fanOut, Audience.OneOf audience, List<Candidate> candidates) {
        List<Candidate> now = reachable(candidates, Reach.NOW);
        List<Candidate> reachable = now.isEmpty() ? reachable(candidates, Reach.WITH_EVERYONE) : now;
        if (reachable.isEmpty()) {
            boolean never = candidates.stream()
                    .allMatch(candidate -> candidate.prospect().reach() == Reach.NEVER);
            return Uni.createFrom().item(never ? new Next.Nobody("nobody_can_be_reached") : new Next.Later());
        }
        List<UserId> equals = equals(audience.pick(), reachable);
        return groups.pick(fanOut.tenant(), audience.group(), equals).map(Next.Ask::new);
    }

    private static List<Candidate> reachable(List<Candidate> candidates, Reach reach) {
        return candidates.stream()
                .filter(candidate -> candidate.prospect().reach() == reach)
                .toList();
    }

    /** Returns the equally suitable candidates, among whom the rotation decides. */
    private static List<UserId> equals(GroupStrategy pick, List<Candidate> reachable) {
        if (pick != GroupStrategy.MOST_ATTENTIVE) {
            return reachable.stream().map(Candidate::user).toList();
        }
        return reachable.stream()
                .collect(Collectors.groupingBy(
                        candidate -> candidate.prospect().distance(),
                        TreeMap::new,
                        Collectors.mapping(Candidate::user, Collectors.toList())))
                .firstEntry()
                .getValue();
    }

    private static List<Candidate> inOrder(List<Candidate> found, List<UserId> order) {
        Map<UserId, Candidate> byName = found.stream().collect(Collectors.toMap(Candidate::user, Function.identity()));
        return order.stream()
                .flatMap(user -> Stream.ofNullable(byName.get(user)))
                .toList();
    }

    private record Candidate(UserId user, Prospect prospect) {}

    /** The next step. */
    sealed interface Next {

        /** Ask that user. */
        record Ask(UserId user) implements Next {}

        /** Nobody can be reached now, but somebody may be later. */
        record Later() implements Next {}

        /** No member is left. */
        record Nobody(String reason) implements Next {}
    }
}
