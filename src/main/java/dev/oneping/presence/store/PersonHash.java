package dev.oneping.presence.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.presence.PresenceSummary;
import dev.oneping.presence.person.DeviceHistory;
import dev.oneping.presence.person.DeviceRegistration;
import dev.oneping.presence.person.Lease;
import dev.oneping.presence.person.Person;
import dev.oneping.presence.person.PublishedPresence;
import dev.oneping.presence.person.SealedAddress;
import dev.oneping.presence.person.Session;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.redis.StoredJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Redis form of a person: one hash, so that one read is a complete snapshot and one script a complete change.
 *
 * <ul>
 *   <li>{@code v}: the version of the person's events, counted by {@code events/append.lua} only
 *   <li>{@code pv}: the version of all fields below except the leases
 *   <li>{@code s:<session>}: a session as JSON; {@code l:<session>}: when its lease ends, in milliseconds
 *   <li>{@code d:<device>}: a registration as JSON; {@code t:<device>}: a {@link DeviceHistory} as JSON
 *   <li>{@code c:<channel>}: an address of the person as JSON, its secret part encrypted
 *   <li>{@code prefs}: the preferences as JSON; {@code dnd}: the end of do-not-disturb, in milliseconds
 *   <li>{@code rang}: the last sound, its time in milliseconds and its notification; by {@code delivery/sound.lua} only
 *   <li>{@code a}: the last {@link PresenceSummary} as JSON; {@code p}: the {@link PublishedPresence} as JSON
 * </ul>
 *
 * <p>The JSON is internal: times are milliseconds, and fields that a newer release writes are ignored by an older one.
 */
public final class PersonHash {

    public static final String VERSION = "pv";

    /** The value that marks a field for deletion. */
    static final String ABSENT = "";

    private static final String SESSION = "s:";
    private static final String LEASE = "l:";
    private static final String DEVICE = "d:";
    private static final String HISTORY = "t:";
    private static final String CONTACT = "c:";
    private static final String PREFERENCES = "prefs";
    private static final String UNDISTURBED = "dnd";
    private static final String AGGREGATE = "a";
    static final String PUBLISHED = "p";

    private static final StoredJson STORED = new StoredJson(JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build());

    private PersonHash() {}

    static long version(Map<String, String> hash) {
        return Long.parseLong(hash.getOrDefault(VERSION, "0"));
    }

    static Person read(UserRef user, Map<String, String> hash) {
        Map<SessionId, Lease> leases = new HashMap<>();
        Map<DeviceId, DeviceRegistration> registrations = new HashMap<>();
        Map<DeviceId, DeviceHistory> histories = new HashMap<>();
        Map<String, SealedAddress> contacts = new HashMap<>();
        hash.forEach((field, value) -> {
            if (field.startsWith(SESSION)) {
                SessionId id = new SessionId(field.substring(SESSION.length()));
                leases.put(id, new Lease(STORED.read(value, Session.class), leaseEnd(id, hash)));
            } else if (field.startsWith(DEVICE)) {
                registrations.put(
                        new DeviceId(field.substring(DEVICE.length())), STORED.read(value, DeviceRegistration.class));
            } else if (field.startsWith(HISTORY)) {
                histories.put(new DeviceId(field.substring(HISTORY.length())), STORED.read(value, DeviceHistory.class));
            } else if (field.startsWith(CONTACT)) {
                contacts.put(field.substring(CONTACT.length()), STORED.read(value, SealedAddress.class));
            }
        });
        String preferences = hash.get(PREFERENCES);
        String doNotDisturb = hash.get(UNDISTURBED);
        String aggregate = hash.get(AGGREGATE);
        PresenceSummary concluded =
                aggregate == null ? PresenceSummary.NOTHING : STORED.read(aggregate, PresenceSummary.class);
        String published = hash.get(PUBLISHED);
        return new Person(
                user,
                version(hash),
                leases,
                registrations,
                histories,
                preferences == null ? Preferences.NONE : STORED.read(preferences, Preferences.class),
                doNotDisturb == null ? null : Instant.ofEpochMilli(Long.parseLong(doNotDisturb)),
                contacts,
                concluded,
                published == null ? PublishedPresence.of(concluded) : STORED.read(published, PublishedPresence.class));
    }

    /** Returns a known person of the same version, with the leases of the hash. */
    static Person refreshed(Person known, Map<String, String> hash) {
        for (Map.Entry<SessionId, Lease> entry : known.leases().entrySet()) {
            if (!leaseEnd(entry.getKey(), hash).equals(entry.getValue().endsAt())) {
                Map<SessionId, Lease> leases = new HashMap<>(known.leases());
                leases.replaceAll((id, lease) -> new Lease(lease.session(), leaseEnd(id, hash)));
                return known.withLeases(leases);
            }
        }
        return known;
    }

    /** Returns the changed fields with their new values; deleted ones are {@link #ABSENT}. */
    static Map<String, String> changes(Person before, Person after) {
        Map<String, String> changes = new LinkedHashMap<>();
        before.leases().keySet().forEach(id -> {
            if (!after.leases().containsKey(id)) {
                changes.put(SESSION + id, ABSENT);
                changes.put(LEASE + id, ABSENT);
            }
        });
        after.leases().forEach((id, lease) -> {
            Lease was = before.leases().get(id);
            if (!lease.equals(was)) {
                changes.put(SESSION + id, STORED.write(lease.session()));
                changes.put(LEASE + id, Long.toString(lease.endsAt().toEpochMilli()));
            }
        });
        differences(DEVICE, before.registrations(), after.registrations(), changes);
        differences(HISTORY, before.histories(), after.histories(), changes);
        differences(CONTACT, before.contacts(), after.contacts(), changes);
        if (!before.preferences().equals(after.preferences())) {
            changes.put(PREFERENCES, STORED.write(after.preferences()));
        }
        if (!Objects.equals(before.dndUntil(), after.dndUntil())) {
            Instant until = after.dndUntil();
            changes.put(UNDISTURBED, until == null ? ABSENT : Long.toString(until.toEpochMilli()));
        }
        if (!before.aggregate().equals(after.aggregate())) {
            changes.put(AGGREGATE, STORED.write(after.aggregate()));
        }
        if (!before.published().equals(after.published())) {
            changes.put(PUBLISHED, STORED.write(after.published()));
        }
        return changes;
    }

    /**
     * Returns what other users see of a person, from the field {@link #PUBLISHED}, which is missing if nothing was
     * ever published.
     */
    static Seen seen(@Nullable String published) {
        return published == null
                ? Seen.NOBODY
                : STORED.read(published, PublishedPresence.class).seen();
    }

    static String leaseField(SessionId session) {
        return LEASE + session;
    }

    static String sessionField(SessionId session) {
        return SESSION + session;
    }

    private static <K> void differences(String prefix, Map<K, ?> before, Map<K, ?> after, Map<String, String> changes) {
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> changes.put(prefix + key, ABSENT));
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changes.put(prefix + key, STORED.write(value));
            }
        });
    }

    private static Instant leaseEnd(SessionId session, Map<String, String> hash) {
        String end = hash.get(LEASE + session);
        return end == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(end));
    }
}
