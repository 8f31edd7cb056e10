package dev.oneping.presence.person;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceSummary;
import dev.oneping.presence.preference.Preferences;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored facts about one user. They do not change by the passing of time.
 *
 * @param version   the version of the facts; 0 if there are none
 * @param leases    the sessions, including expired ones whose end is not stored yet
 * @param histories    the state of devices that outlives their sessions
 * @param dndUntil  the end of do-not-disturb, which may be past
 * @param contacts  the user's addresses by channel
 * @param aggregate the summary at the last commit
 * @param published what events have published so far
 */
public record Person(
        UserRef user,
        long version,
        Map<SessionId, Lease> leases,
        Map<DeviceId, DeviceRegistration> registrations,
        Map<DeviceId, DeviceHistory> histories,
        Preferences preferences,
        @Nullable Instant dndUntil,
        Map<String, SealedAddress> contacts,
        PresenceSummary aggregate,
        PublishedPresence published) {

    public Person {
        leases = Map.copyOf(leases);
        registrations = Map.copyOf(registrations);
        histories = Map.copyOf(histories);
        contacts = Map.copyOf(contacts);
    }

    static Person unknown(UserRef user) {
        return new Person(
                user,
                0,
                Map.of(),
                Map.of(),
                Map.of(),
                Preferences.NONE,
                null,
                Map.of(),
                PresenceSummary.NOTHING,
                PublishedPresence.NOTHING);
    }

    /** Returns the preferred time zone, else the one that was last derived from devices. */
    public Optional<ZoneId> zone() {
        return Optional.ofNullable(preferences.zone() != null ? preferences.zone() : aggregate.zone());
    }

    public Person with(SessionId session, Lease lease) {
        Map<SessionId, Lease> more = new HashMap<>(leases);
        more.put(session, lease);
        return withLeases(more);
    }

    public Person without(Set<SessionId> sessions) {
        Map<SessionId, Lease> fewer = new HashMap<>(leases);
        fewer.keySet().removeAll(sessions);
        return withLeases(fewer);
    }

    public Person withLeases(Map<SessionId, Lease> leases) {
        return new Person(
                user, version, leases, registrations, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    public Person with(DeviceId device, DeviceRegistration registration) {
        Map<DeviceId, DeviceRegistration> more = new HashMap<>(registrations);
        more.put(device, registration);
        return new Person(
                user, version, leases, more, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    public Person without(DeviceId device) {
        Map<DeviceId, DeviceRegistration> fewer = new HashMap<>(registrations);
        fewer.remove(device);
        return new Person(
                user, version, leases, fewer, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    Person withHistories(Map<DeviceId, DeviceHistory> histories) {
        return new Person(
                user, version, leases, registrations, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    public Person with(Preferences preferences) {
        return new Person(
                user, version, leases, registrations, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    public Person withDndUntil(@Nullable Instant until) {
        return new Person(
                user, version, leases, registrations, histories, preferences, until, contacts, aggregate, published);
    }

    public Person with(String channel, SealedAddress address) {
        Map<String, SealedAddress> more = new HashMap<>(contacts);
        more.put(channel, address);
        return withContacts(more);
    }

    public Person withoutContact(String channel) {
        Map<String, SealedAddress> fewer = new HashMap<>(contacts);
        fewer.remove(channel);
        return withContacts(fewer);
    }

    private Person withContacts(Map<String, SealedAddress> contacts) {
        return new Person(
                user, version, leases, registrations, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    public Person with(PresenceSummary aggregate) {
        return new Person(
                user, version, leases, registrations, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    public Person with(PublishedPresence published) {
        return new Person(
                user, version, leases, registrations, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    Person at(long version) {
        return new Person(
                user, version, leases, registrations, histories, preferences, dndUntil, contacts, aggregate, published);
    }

    /** Returns the end of do-not-disturb, or null if it is off at that instant. */
    @Nullable
    Instant doNotDisturb(Instant now) {
        return dndUntil != null && now.isBefore(dndUntil) ? dndUntil : null;
    }

    /** Returns the devices that are registered, or online at that instant. */
    public Set<DeviceId> devices(Instant now) {
        Set<DeviceId> devices = new HashSet<>(registrations.keySet());
        leases.values().stream()
                .filter(lease -> !lease.isOver(now))
                .forEach(lease -> devices.add(lease.session().device()));
        return devices;
    }
}
