package dev.oneping.notify.intake;

import dev.oneping.group.Group;
import dev.oneping.group.GroupStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;
import dev.oneping.model.UserId;
import dev.oneping.notify.NotifyRequest.To;
import dev.oneping.notify.fanout.Audience;
import dev.oneping.notify.fanout.FanOutConfig;
import dev.oneping.notify.fanout.GroupStrategy;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Resolves users, a group or a topic to the audience of a notification, and rejects contradictory fields. */
@Singleton
class AudienceResolver {

    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofDays(1);

    private final GroupStore groups;
    private final FanOutConfig config;

    AudienceResolver(GroupStore groups, FanOutConfig config) {
        this.groups = groups;
        this.config = config;
    }

    /** Returns the audience of a request that is for more than one user. */
    Uni<Audience> of(TenantId tenant, To to) {
        check(to);
        if (to.group() != null) {
            return group(tenant, to);
        }
        return Uni.createFrom()
                .item(
                        to.topic() != null
                                ? new Audience.Subscribers(named("/to/topic", to.topic(), TopicId::new))
                                : new Audience.Everyone(null, people(Objects.requireNonNull(to.users())), 0));
    }

    private static void check(To to) {
        long kinds = Stream.of(to.user(), to.users(), to.group(), to.topic())
                .filter(Objects::nonNull)
                .count();
        GroupStrategy pick = Optional.ofNullable(to.pick()).orElse(GroupStrategy.MOST_ATTENTIVE);
        boolean oneOf = pick == GroupStrategy.MOST_ATTENTIVE || pick == GroupStrategy.FIRST_AVAILABLE;
        List<Violation> errors = new ArrayList<>();
        refuseIf(kinds != 1, errors, "/to", "Set exactly one of user, users, group and topic.");
        refuseIf(to.pick() != null && to.group() == null, errors, "/to/pick", "'pick' requires a group.");
        refuseIf(
                to.each() != null && (to.group() == null || !oneOf),
                errors,
                "/to/each",
                "'each' requires a group whose members are asked one after the other.");
        refuseIf(
                to.each() != null
                        && (to.each().compareTo(LEAST) < 0 || to.each().compareTo(MOST) > 0),
                errors,
                "/to/each",
                "'each' must be a duration like 90s or 15m, from 10s to 24h.");
        refuseIf(
                to.quorum() != null && pick != GroupStrategy.QUORUM,
                errors,
                "/to/quorum",
                "'quorum' requires a group with \"pick\":\"quorum\".");
        refuseIf(
                pick == GroupStrategy.QUORUM && to.quorum() == null,
                errors,
                "/to/quorum",
                "Set 'quorum' to the number of members who must act: {\"pick\":\"quorum\",\"quorum\":2}.");
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private Uni<Audience> group(TenantId tenant, To to) {
        GroupId id = named("/to/group", Objects.requireNonNull(to.group()), GroupId::new);
        return groups.find(tenant, id).map(found -> audience(found.orElseThrow(() -> unknown(id)), to));
    }

    private Audience audience(Group group, To to) {
        GroupStrategy pick = Optional.ofNullable(to.pick()).orElse(GroupStrategy.MOST_ATTENTIVE);
        return switch (pick) {
            case MOST_ATTENTIVE, FIRST_AVAILABLE ->
                new Audience.OneOf(
                        group.id(),
                        group.members(),
                        pick,
                        Optional.ofNullable(to.each()).orElseGet(config::each));
            case ALL -> new Audience.Everyone(group.id(), group.members(), 0);
            case QUORUM ->
                new Audience.Everyone(group.id(), group.members(), quorum(group, Objects.requireNonNull(to.quorum())));
        };
    }

    private static int quorum(Group group, int quorum) {
        int most = group.members().size();
        if (quorum < 1 || quorum > most) {
            throw Problem.invalid(Violation.at(
                    "/to/quorum",
                    Violation.NOT_ALLOWED,
                    "'quorum' must be from 1 to " + most + ", for the group '" + group.id() + "' has " + most
                            + " members."));
        }
        return quorum;
    }

    private List<UserId> people(List<@Nullable String> names) {
        if (names.isEmpty() || names.size() > config.users()) {
            throw Problem.invalid(Violation.at(
                    "/to/users",
                    Violation.NOT_ALLOWED,
                    "'users' must name 1 to " + config.users() + " users, but names " + names.size()
                            + "; use a topic for more."));
        }
        Set<UserId> people = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String pointer = "/to/users/" + i;
            String name = names.get(i);
            if (name == null || !people.add(named(pointer, name, UserId::new))) {
                String fault = name == null ? "A name must not be null." : "Duplicate value '" + name + "'.";
                throw Problem.invalid(Violation.at(pointer, Violation.NOT_ALLOWED, fault));
            }
        }
        return List.copyOf(people);
    }

    private static <T> T named(String pointer, String name, Function<String, T> reader) {
        try {
            return reader.apply(name);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(Violation.at(pointer, Violation.NOT_ALLOWED, e.getMessage() + "."));
        }
    }

    private static Problem unknown(GroupId id) {
        return Problem.invalid(Violation.at(
                "/to/group", Violation.NOT_ALLOWED, "Unknown group '" + id + "'; create it with PUT /v1/groups."));
    }

    private static void refuseIf(boolean broken, List<Violation> errors, String pointer, String detail) {
        if (broken) {
            errors.add(Violation.at(pointer, Violation.NOT_ALLOWED, detail));
        }
    }
}
