package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
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
 * All that Redis holds of one person, as facts: nothing in it changes by the passing of time.
 *
 * @param version   the version of the facts; 0 where there are none
 * @param leases    the sessions, those too whose lease is over and whose end nobody has stored yet
 * @param trails    what is remembered of devices beyond their sessions
 * @param dndUntil  until when the person does not want to be disturbed; it may be over
 * @param contacts  the person's addresses by the channel that they are on
 * @param aggregate what was concluded at the last commit
 * @param published what events have told so far
 */
record Person(
        UserRef user,
        long version,
        Map<SessionId, Lease> leases,
        Map<DeviceId, DeviceRegistration> registrations,
        Map<DeviceId, DeviceHistory> trails,
        Preferences preferences,
        @Nullable Instant dndUntil,
        Map<String, SealedAddress> contacts,
        PresenceSummary aggregate,
        PublishedPresence published) {

    Person {
        leases = Map.copyOf(leases);
        registrations = Map.copyOf(registrations);
        trails = Map.copyOf(trails);
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

    /** The zone that the person wishes to live by, else the one that was concluded last. */
    Optional<ZoneId> zone() {
        return Optional.ofNullable(preferences.zone() != null ? preferences.zone() : aggregate.zone());
    }

    Person with(SessionId session, Lease lease) {
        Map<SessionId, Lease> more = new HashMap<>(leases);
        more.put(session, lease);
        return withLeases(more);
    }

    Person without(Set<SessionId> sessions) {
        Map<SessionId, Lease> fewer = new HashMap<>(leases);
        fewer.keySet().removeAll(sessions);
        return withLeases(fewer);
    }

    Person withLeases(Map<SessionId, Lease> leases) {
        return new Person(
                user, version, leases, registrations, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    Person with(DeviceId device, DeviceRegistration registration) {
        Map<DeviceId, DeviceRegistration> more = new HashMap<>(registrations);
        more.put(device, registration);
        return new Person(user, version, leases, more, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    Person without(DeviceId device) {
        Map<DeviceId, DeviceRegistration> fewer = new HashMap<>(registrations);
        fewer.remove(device);
        return new Person(user, version, leases, fewer, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    Person withTrails(Map<DeviceId, DeviceHistory> trails) {
        return new Person(
                user, version, leases, registrations, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    Person with(Preferences preferences) {
        return new Person(
                user, version, leases, registrations, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    Person undisturbedUntil(@Nullable Instant until) {
        return new Person(
                user, version, leases, registrations, trails, preferences, until, contacts, aggregate, published);
    }

    Person with(String channel, SealedAddress address) {
        Map<String, SealedAddress> more = new HashMap<>(contacts);
        more.put(channel, address);
        return withContacts(more);
    }

    Person withoutContact(String channel) {
        Map<String, SealedAddress> fewer = new HashMap<>(contacts);
        fewer.remove(channel);
        return withContacts(fewer);
    }

    private Person withContacts(Map<String, SealedAddress> contacts) {
        return new Person(
                user, version, leases, registrations, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    Person with(PresenceSummary aggregate) {
        return new Person(
                user, version, leases, registrations, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    Person with(PublishedPresence published) {
        return new Person(
                user, version, leases, registrations, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    Person at(long version) {
        return new Person(
                user, version, leases, registrations, trails, preferences, dndUntil, contacts, aggregate, published);
    }

    /** The end of do-not-disturb, or null if it is not on at that instant. */
    @Nullable
    Instant undisturbed(Instant now) {
        return dndUntil != null && now.isBefore(dndUntil) ? dndUntil : null;
    }

    /** The devices that are registered, or online at that instant. */
    Set<DeviceId> devices(Instant now) {
        Set<DeviceId> devices = new HashSet<>(registrations.keySet());
        leases.values().stream()
                .filter(lease -> !lease.isOver(now))
                .forEach(lease -> devices.add(lease.session().device()));
        return devices;
    }
}
