package dev.oneping.privacy;

import dev.oneping.privacy.PersonalKeys.Named;
import dev.oneping.redis.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Decides whether whole keys belong to a subject. Some keys carry only the id of a subscription, a signal URL or a notification, so
 * this learns the subject's ids: those of the first two kinds at the beginning, the others while it decides. A repeated scan
 * therefore finds what the first could not know.
 */
final class Ownership {

    private static final Pattern NOTIFICATION = Pattern.compile("ntf_[0-9a-hjkmnp-tv-z]{28}");
    private static final Uni<Boolean> YES = Uni.createFrom().item(true);
    private static final Uni<Boolean> NO = Uni.createFrom().item(false);

    private final Subject subject;
    private final KeyScan scan;
    private final int shard;
    private final Set<String> subscriptions;
    private final Set<String> ids;
    private final Set<String> notifications = ConcurrentHashMap.newKeySet();

    /**
     * Learns the subject's ids.
     *
     * @param shard the shard of a user; ignored for a tenant
     */
    Ownership(Subject subject, KeyScan scan, int shard) {
        this.subject = subject;
        this.scan = scan;
        this.shard = shard;
        this.subscriptions = Set.copyOf(scan.ask(Command.HKEYS, "subscriptions:{" + subject.tenant() + "}")
                .texts());
        this.ids = new HashSet<>(subject.isTenant() ? subscriptions : Set.of());
        String urls = subject.isTenant()
                ? "{s*}:signal-urls:" + subject.address() + ":*"
                : "{s" + shard + "}:signal-urls:" + subject.address();
        scan.keys(
                urls,
                page -> page.forEach(
                        key -> ids.addAll(scan.ask(Command.HKEYS, key.key()).texts())));
    }

    Subject subject() {
        return subject;
    }

    /** Learns the notifications that a text about the subject names. */
    void learn(String text) {
        NOTIFICATION.matcher(text).results().forEach(found -> notifications.add(found.group()));
    }

    /** Returns whether a text names one of the notifications that were learnt. */
    boolean names(String text) {
        return NOTIFICATION.matcher(text).results().anyMatch(found -> notifications.contains(found.group()));
    }

    /** Returns whether the tenant of the subject is the one in the name of a key. */
    boolean ownsTenantOf(Named key) {
        return key.parts().getFirst().equals(subject.tenant().value());
    }

    /** Returns whether a key as a whole belongs to the subject. */
    Uni<Boolean> owns(Named key) {
        return switch (key.kind().owner()) {
            case USER -> of(subject.owns(key.rest()));
            case TENANT, REVOCATION -> of(subject.isTenant() && ownsTenantOf(key));
            case NOTIFICATION -> ownsTenantOf(key) ? ownsNotification(key) : NO;
            case DELIVERY ->
                subscriptions.contains(key.parts().getFirst()) || subject.isTenant() ? ownsDelivery(key) : NO;
            case VALUE -> read(Command.GET, key.key()).map(value -> !value.isNil() && subject.owns(value.text()));
            case FIELD ->
                subject.isTenant()
                        ? read(Command.HGET, key.key(), "tenant")
                                .map(value -> !value.isNil() && subject.owns(value.text()))
                        : NO;
            case IDEMPOTENCY -> ownsTenantOf(key) ? ownsIdempotency(key) : NO;
            case ID -> of(ids.contains(key.parts().getFirst()));
            case ID_AND_USER -> of(ownsLine(key.parts()));
            case TENANT_RECORD, NOBODY -> NO;
        };
    }

    private Uni<Boolean> ownsNotification(Named key) {
        if (subject.isTenant()) {
            return YES;
        }
        if (!key.key().startsWith("{s" + shard + "}")) {
            return NO;
        }
        return read(Command.HMGET, key.key(), "document").map(fields -> {
            boolean owned =
                    !fields.isNil(0) && subject.owns(subject.tenant().value(), StoredValues.recipient(fields.bytes(0)));
            if (owned) {
                learn(key.rest());
            }
            return owned;
        });
    }

    private Uni<Boolean> ownsDelivery(Named key) {
        return read(Command.HMGET, key.key(), "tenant", "user")
                .map(fields -> !fields.isNil(0) && !fields.isNil(1) && subject.owns(fields.text(0), fields.text(1)));
    }

    private Uni<Boolean> ownsIdempotency(Named key) {
        return subject.isTenant()
                ? YES
                : read(Command.GET, key.key()).map(value -> !value.isNil() && names(value.text()));
    }

    private boolean ownsLine(List<String> parts) {
        return subscriptions.contains(parts.getFirst())
                && parts.size() > 1
                && subject.owns(subject.tenant().value(), parts.get(1));
    }

    private Uni<Reply> read(Command command, Object... arguments) {
        return scan.command(command, arguments);
    }

    private static Uni<Boolean> of(boolean owned) {
        return owned ? YES : NO;
    }
}
