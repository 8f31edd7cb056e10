package dev.oneping.privacy;

import dev.oneping.privacy.KeyKind.Entries;
import dev.oneping.privacy.KeyKind.Owner;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one table of all kinds of keys and of the users and tenants that they belong to. Export and erasure know no other. {@code
 * PersonalKeysTest} holds it against {@code docs/redis-keys.md}, so that a new kind of key has to be classified here.
 */
final class PersonalKeys {

    private static final Pattern NAME =
            Pattern.compile("(\\{s\\d*}:[a-z-]+|\\{rules}:[a-z-]+|oneping:[a-z-]+|[a-z-]+):?(.*)", Pattern.DOTALL);
    private static final Pattern SHARD = Pattern.compile("\\{s\\d*}");

    private static final Map<String, KeyKind> KINDS = new LinkedHashMap<>();

    static {
        owned(
                Owner.USER,
                "{s}:user {s}:availability {s}:open {s}:inbox {s}:collapse {s}:digest {s}:ring {s}:memory {s}:wake {s}:alarm"
                        + " {s}:signal-urls {s}:fan-awaited groups-of");
        shared(Owner.USER, Entries.VIEWERS, "{s}:presence-accesses");
        owned(Owner.NOTIFICATION, "{s}:ntf");
        owned(Owner.DELIVERY, "{s}:webhook");
        owned(Owner.VALUE, "push oneping:ticket oneping:token-issuer oneping:signal oneping:webhook-consent");
        owned(Owner.IDEMPOTENCY, "oneping:idempotency");
        owned(
                Owner.ID,
                "{s}:signal-seen {s}:signal-rate {s}:webhook-queue {s}:webhook-list {s}:webhook-dead"
                        + " {s}:webhook-health");
        owned(Owner.ID_AND_USER, "{s}:webhook-line {s}:webhook-pace");
        owned(Owner.REVOCATION, "oneping:revoked oneping:revoked-tokens");
        owned(Owner.TENANT_RECORD, "oneping:tenants oneping:tenant-gone");
        owned(Owner.FIELD, "oneping:apikey");
        owned(
                Owner.TENANT,
                "{s}:fan-counts {s}:rules-told subscriptions groups topics notice notices token-issuers presence-settings privacy-settings gateways"
                        + " {rules}:book oneping:apikeys oneping:accepted audit stats channel-health");
        shared(Owner.TENANT, Entries.ADDRESSES, "{s}:fan-open");
        shared(Owner.TENANT, Entries.RECIPIENTS, "{s}:fan");
        shared(Owner.TENANT, Entries.GROUP, "group");
        shared(Owner.TENANT, Entries.TOPIC, "topic");
        shared(Owner.TENANT, Entries.USERS, "picked users");
        shared(Owner.TENANT, Entries.DECISIONS, "{rules}:facts");
        shared(
                Owner.NOBODY,
                Entries.ADDRESSES,
                "{s}:presence {s}:availabilities {s}:timers {s}:fans {s}:fan-nudges {s}:webhooks");
        shared(Owner.NOBODY, Entries.EVENTS, "{s}:events");
        shared(Owner.NOBODY, Entries.TENANTS, "{rules}:active oneping:webhook-tenants");
        shared(Owner.NOBODY, Entries.TENANTS_LAST, "oneping:tenant-outages {s}:present");
        owned(
                Owner.NOBODY,
                "{s}:held {s}:owner oneping:ready oneping:token-secret oneping:shards oneping:nodes oneping:node"
                        + " oneping:pulse {s}:webhook-start");
    }

    private PersonalKeys() {}

    private static void owned(Owner owner, String shapes) {
        shared(owner, Entries.NONE, shapes);
    }

    private static void shared(Owner owner, Entries entries, String shapes) {
        Arrays.stream(shapes.split(" ")).forEach(shape -> KINDS.put(shape, new KeyKind(shape, owner, entries)));
    }

    /** Returns all kinds, by their shapes. */
    static Map<String, KeyKind> kinds() {
        return Map.copyOf(KINDS);
    }

    /** Returns a key with its kind; empty for one that is not in the table. */
    static Optional<Named> of(String key) {
        Matcher found = NAME.matcher(key);
        if (!found.matches()) {
            return Optional.empty();
        }
        KeyKind kind = KINDS.get(SHARD.matcher(found.group(1)).replaceFirst("{s}"));
        return kind == null
                ? Optional.empty()
                : Optional.of(
                        new Named(key, kind, found.group(2).replace("{", "").replace("}", "")));
    }

    /**
     * A key of a known kind.
     *
     * @param key  the whole name
     * @param kind its kind
     * @param rest what follows the shape, without the braces of a hash tag: {@code acme:ann}
     */
    record Named(String key, KeyKind kind, String rest) {

        /** Returns the parts of the rest. */
        List<String> parts() {
            return Stream.of(rest.split(":", -1)).toList();
        }

        /** Returns a key of the same shard and subscription, of another kind. */
        String sibling(String name) {
            return key.substring(0, key.indexOf(':') + 1) + name + ":" + parts().getFirst();
        }
    }
}
