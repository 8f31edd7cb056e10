package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * All that Redis holds of one person, as facts: nothing in it changes by the passing of time.
 *
 * @param version the version of the facts; 0 where there are none
 * @param leases  the sessions, those too whose lease is over and whose end nobody has stored yet
 */
record Person(
        UserRef user,
        long version,
        Map<SessionId, Lease> leases,
        Map<DeviceId, Registration> registrations,
        Preferences preferences,
        Aggregate aggregate) {

    Person {
        leases = Map.copyOf(leases);
        registrations = Map.copyOf(registrations);
    }

    static Person unknown(UserRef user) {
        return new Person(user, 0, Map.of(), Map.of(), Preferences.NONE, Aggregate.NOTHING);
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
        return new Person(user, version, leases, registrations, preferences, aggregate);
    }

    Person with(DeviceId device, Registration registration) {
        Map<DeviceId, Registration> more = new HashMap<>(registrations);
        more.put(device, registration);
        return new Person(user, version, leases, more, preferences, aggregate);
    }

    Person without(DeviceId device) {
        Map<DeviceId, Registration> fewer = new HashMap<>(registrations);
        fewer.remove(device);
        return new Person(user, version, leases, fewer, preferences, aggregate);
    }

    Person with(Preferences preferences) {
        return new Person(user, version, leases, registrations, preferences, aggregate);
    }

    Person with(Aggregate aggregate) {
        return new Person(user, version, leases, registrations, preferences, aggregate);
    }

    Person at(long version) {
        return new Person(user, version, leases, registrations, preferences, aggregate);
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
