package dev.oneping.presence.device;

import dev.oneping.change.Change.Step;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.person.DeviceRegistration;
import dev.oneping.presence.person.Lease;
import dev.oneping.presence.person.Person;
import dev.oneping.presence.person.PersonChange;
import dev.oneping.presence.person.SealedAddress;
import dev.oneping.presence.person.Session;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.presence.store.PersonUpdater;
import dev.oneping.presence.store.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The data that apps maintain about users: their devices, addresses and preferences. */
@Singleton
public class DeviceRegistry {

    private static final String REMOVED = "device_removed";
    private static final int MAX_CONTACTS = 16;

    private final PersonUpdater people;
    private final PresenceStore store;
    private final AddressStore addresses;
    private final Clock clock;
    private final int maxDevices;

    public DeviceRegistry(
            PersonUpdater people, PresenceStore store, AddressStore addresses, PresenceConfig config, Clock clock) {
        this.people = people;
        this.store = store;
        this.addresses = addresses;
        this.clock = clock;
        this.maxDevices = config.devices();
    }

    /**
     * Registers a device, or updates a registered one.
     *
     * @param platform empty to keep platform and kind, as a device that registers itself does
     */
    Uni<Registered> register(
            UserRef user,
            DeviceId device,
            Optional<String> platform,
            Optional<String> kind,
            Optional<String> name,
            Optional<PushAddress> push) {
        return push.map(address -> addresses
                        .claim(user, device, address, Instant.ofEpochMilli(clock.millis()))
                        .map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(address -> register(user, device, platform, kind, name, address.orElse(null)));
    }

    private Uni<Registered> register(
            UserRef user,
            DeviceId device,
            Optional<String> platform,
            Optional<String> kind,
            Optional<String> name,
            @Nullable SealedAddress push) {
        return people.change(user, (person, now) -> {
            Set<DeviceId> known = person.devices(now);
            if (!known.contains(device) && known.size() >= maxDevices) {
                return new Step.Keep<>(new Registered.TooManyDevices(maxDevices));
            }
            DeviceRegistration before = person.registrations().get(device);
            DeviceRegistration kept = platform.isEmpty() ? before : null;
            DeviceRegistration after = new DeviceRegistration(
                    platform.orElseGet(() -> before == null ? platformOf(person, device) : before.platform()),
                    kept == null ? kind.orElse(null) : kept.kind(),
                    kept != null && name.isEmpty() ? kept.name() : name.orElse(null),
                    before == null ? now : before.registeredAt(),
                    push);
            return new Step.Write<>(
                    PersonChange.Draft.of(person.with(device, after)),
                    ignored -> new Registered.Done(after, before == null));
        });
    }

    /** Returns the platform that a session of the device has reported. */
    private static String platformOf(Person person, DeviceId device) {
        return person.leases().values().stream()
                .map(Lease::session)
                .filter(session -> session.device().equals(device))
                .map(Session::platform)
                .findFirst()
                .orElse("unknown");
    }

    /** Returns a device's registration. */
    Uni<Optional<DeviceRegistration>> find(UserRef user, DeviceId device) {
        return store.person(user)
                .map(person -> Optional.ofNullable(person.registrations().get(device)));
    }

    /**
     * Removes a device's registration and ends its sessions; {@link DeviceRemoval} closes their connections.
     *
     * @return false if it was neither registered nor connected
     */
    Uni<Boolean> remove(UserRef user, DeviceId device) {
        return people.change(user, (person, now) -> {
            if (!person.devices(now).contains(device)) {
                return new Step.Keep<>(false);
            }
            Set<SessionId> sessions = person.leases().entrySet().stream()
                    .filter(entry -> entry.getValue().session().device().equals(device))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            return new Step.Write<>(
                    new PersonChange.Draft(person.without(device).without(sessions), REMOVED), ignored -> true);
        });
    }

    /** Sets a user's address on a channel, replacing an earlier one. */
    public Uni<ContactResult> setContact(UserRef user, String channel, String address) {
        return people.change(user, (person, now) -> {
            boolean isNew = !person.contacts().containsKey(channel);
            if (isNew && person.contacts().size() >= MAX_CONTACTS) {
                return new Step.Keep<>(new ContactResult.TooMany(MAX_CONTACTS));
            }
            SealedAddress sealed = addresses.seal(user, channel, address, now);
            return new Step.Write<>(
                    PersonChange.Draft.of(person.with(channel, sealed)),
                    ignored -> new ContactResult.Done(sealed, isNew));
        });
    }

    /** Removes a user's address on a channel; false if there is none. */
    public Uni<Boolean> removeContact(UserRef user, String channel) {
        return people.change(
                user,
                (person, now) -> person.contacts().containsKey(channel)
                        ? new Step.Write<>(PersonChange.Draft.of(person.withoutContact(channel)), ignored -> true)
                        : new Step.Keep<>(false));
    }

    public Uni<Map<String, SealedAddress>> contacts(UserRef user) {
        return store.person(user).map(Person::contacts);
    }

    /** Replaces all preferences. */
    public Uni<Preferences> setPreferences(UserRef user, Preferences preferences) {
        return people.change(
                user,
                (person, now) -> new Step.Write<>(
                        PersonChange.Draft.of(person.with(preferences)),
                        update -> update.presence().preferences()));
    }

    /** Sets the end of do-not-disturb; null or a past instant switches it off. */
    public Uni<Optional<Instant>> doNotDisturb(UserRef user, @Nullable Instant until) {
        return people.change(
                user,
                (person, now) -> new Step.Write<>(
                        PersonChange.Draft.of(
                                person.withDndUntil(until == null || !now.isBefore(until) ? null : until)),
                        update -> Optional.ofNullable(update.presence().dndUntil())));
    }

    public Uni<Optional<Instant>> doNotDisturb(UserRef user) {
        return store.load(user).map(presence -> Optional.ofNullable(presence.dndUntil()));
    }

    public Uni<Preferences> preferences(UserRef user) {
        return store.person(user).map(Person::preferences);
    }

    /** The result of setting a contact address. */
    public sealed interface ContactResult {

        /** The address is stored. */
        record Done(SealedAddress address, boolean isNew) implements ContactResult {}

        /** The user has reached the limit of addresses. */
        record TooMany(int limit) implements ContactResult {}
    }

    /** The result of registering a device. */
    sealed interface Registered {

        /** The device is registered or updated. */
        record Done(DeviceRegistration registration, boolean isNew) implements Registered {}

        /** The user has reached the device limit. */
        record TooManyDevices(int limit) implements Registered {}
    }
}
