package dev.oneping.webhook;

import dev.oneping.events.CloudEvent;
import dev.oneping.group.GroupStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Which subscriptions want an event. The groups of the person it is about are looked up only where the answer hangs on
 * them, and as they are now: a member who left gets nothing more through the group.
 */
@Singleton
class SubscriptionMatcher {

    private final GroupStore groups;

    SubscriptionMatcher(GroupStore groups) {
        this.groups = groups;
    }

    /** Those that want it, of some of one tenant. */
    Uni<List<Subscription>> in(CloudEvent event, UserRef about, List<Subscription> some) {
        List<Subscription> candidates =
                some.stream().filter(one -> one.wantsSuch(event)).toList();
        return groups(about, candidates)
                .map(memberOf -> candidates.stream()
                        .filter(one -> one.isAbout(event.subject(), memberOf))
                        .toList());
    }

    private Uni<Set<GroupId>> groups(UserRef about, List<Subscription> candidates) {
        return candidates.stream()
                        .anyMatch(one -> one.asksForGroups(about.user().value()))
                ? groups.of(about)
                : Uni.createFrom().item(Set.of());
    }
}
