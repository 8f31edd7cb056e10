package dev.oneping.webhook.subscription;

import dev.oneping.events.CloudEvent;
import dev.oneping.group.GroupStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Selects the subscriptions that match an event. The groups of its user are read only if the result depends on them,
 * and as they are now: events about a former member no longer match through the group.
 */
@Singleton
public class SubscriptionMatcher {

    private final GroupStore groups;

    public SubscriptionMatcher(GroupStore groups) {
        this.groups = groups;
    }

    /** Returns the matching ones among subscriptions of one tenant. */
    public Uni<List<Subscription>> in(CloudEvent event, UserRef about, List<Subscription> some) {
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
