package dev.oneping.privacy;

import dev.oneping.group.Group;
import dev.oneping.group.GroupStore;
import dev.oneping.group.TopicStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.TopicId;
import dev.oneping.model.UserId;
import dev.oneping.privacy.PersonalKeys.Named;
import dev.oneping.redis.Reply;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Removes what belongs to one subject from keys that hold data of others, too. Blocks. */
final class EntryEraser {

    /** How often the removal from a group is tried while others change the group. */
    private static final int TRIES = 10;

    private final KeyScan scan;
    private final Ownership ownership;
    private final Subject subject;
    private final GroupStore groups;
    private final TopicStore topics;

    EntryEraser(KeyScan scan, Ownership ownership, GroupStore groups, TopicStore topics) {
        this.scan = scan;
        this.ownership = ownership;
        this.subject = ownership.subject();
        this.groups = groups;
        this.topics = topics;
    }

    /** Removes the subject's entries from a key, and returns how many. */
    long erase(Named key) {
        return switch (key.kind().entries()) {
            case NONE -> 0;
            case ADDRESSES -> members(key, subject.address() + "*", subject::owns);
            case TENANTS -> subject.isTenant() ? members(key, subject.address(), subject.address()::equals) : 0;
            case TENANTS_LAST -> subject.isTenant() ? members(key, "*/" + subject.address(), member -> true) : 0;
            case EVENTS -> entries(key, "user", this::ownsEvent);
            case DECISIONS -> ofTheTenant(key) ? entries(key, "kept", ownership::names) : 0;
            case USERS ->
                user(key)
                        .map(user -> members(key, user.value(), user.value()::equals))
                        .orElse(0L);
            case VIEWERS ->
                user(key)
                        .map(user -> members(key, "*|user:" + user, member -> true))
                        .orElse(0L);
            case GROUP ->
                user(key)
                        .map(user -> leave(new GroupId(key.parts().get(1)), user))
                        .orElse(0L);
            case TOPIC ->
                user(key)
                        .map(user -> unsubscribe(new TopicId(key.parts().get(1)), user))
                        .orElse(0L);
            case RECIPIENTS -> user(key).map(user -> forget(key, user)).orElse(0L);
        };
    }

    /** Returns the user whose entries are removed from a key of the tenant; empty if there can be none. */
    private Optional<UserId> user(Named key) {
        return ofTheTenant(key) ? Optional.ofNullable(subject.user()) : Optional.empty();
    }

    private boolean ofTheTenant(Named key) {
        return !subject.isTenant() && ownership.ownsTenantOf(key);
    }

    private long members(Named key, String pattern, Predicate<String> owned) {
        return scan.type(key.key())
                .map(type -> {
                    List<String> members = scan.members(type, key.key(), pattern).stream()
                            .filter(owned)
                            .toList();
                    return members.isEmpty() ? 0L : remove(type.remove(), key.key(), members);
                })
                .orElse(0L);
    }

    private long entries(Named key, String field, Predicate<String> owned) {
        List<String> positions = new ArrayList<>();
        scan.entries(key.key(), page -> {
            for (Reply entry : page) {
                Map<String, String> fields = entry.at(1).map();
                if (owned.test(fields.getOrDefault(field, ""))) {
                    fields.values().forEach(ownership::learn);
                    positions.add(entry.text(0));
                }
            }
        });
        return positions.isEmpty() ? 0 : remove(Command.XDEL, key.key(), positions);
    }

    private boolean ownsEvent(String address) {
        return subject.owns(address);
    }

    private long remove(Command command, String key, List<String> members) {
        long removed = 0;
        for (int from = 0; from < members.size(); from += 500) {
            List<Object> arguments = new ArrayList<>(List.of(key));
            arguments.addAll(members.subList(from, Math.min(from + 500, members.size())));
            removed += scan.ask(command, arguments.toArray()).number();
        }
        return removed;
    }

    private long leave(GroupId id, UserId user) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Group> group = groups.find(subject.tenant(), id)
                    .await()
                    .indefinitely()
                    .filter(it -> it.members().contains(user));
            if (group.isEmpty()) {
                return 0;
            }
            if (leave(group.get(), user)) {
                return 1;
            }
        }
        throw new IllegalStateException("group " + id + " was changed at every try to remove a member");
    }

    private boolean leave(Group group, UserId user) {
        List<UserId> rest =
                group.members().stream().filter(member -> !member.equals(user)).toList();
        return rest.isEmpty()
                ? groups.remove(subject.tenant(), group.id(), group.version())
                        .map(removed -> removed != GroupStore.Removed.CONFLICT)
                        .await()
                        .indefinitely()
                : !(groups.put(subject.tenant(), group.id(), rest, group.version())
                                .await()
                                .indefinitely()
                        instanceof GroupStore.Put.Conflict);
    }

    private long unsubscribe(TopicId topic, UserId user) {
        return topics.unsubscribe(subject.tenant(), topic, user).await().indefinitely() ? 1 : 0;
    }

    /** Removes a user from the document and the progress of a notification for many users. */
    private long forget(Named key, UserId user) {
        long changed = 0;
        for (String field : List.of("document", "stage")) {
            Reply text = scan.ask(Command.HGET, key.key(), field);
            Optional<String> without =
                    text.isNil() ? Optional.empty() : StoredValues.without(text.text(), user.value());
            if (without.isPresent()) {
                scan.ask(Command.HSET, key.key(), field, without.get());
                changed = 1;
            }
        }
        return changed;
    }
}
