package dev.oneping.presence.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.change.Change.Step;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.person.DeviceRegistration;
import dev.oneping.presence.person.PersonChange;
import dev.oneping.presence.person.SealedAddress;
import dev.oneping.presence.store.PersonUpdater;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.text.Sha256;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The addresses that reach a user without a connection, encrypted at rest. A push address belongs to one user at a
 * time: the last registration wins, and every other user loses it. The owner is kept in {@code push:<tenant>:<mark>},
 * expires after 400 days, and is checked again before each use, so that a process that dies while an address moves
 * never shows one user's notifications to another.
 */
@Singleton
public class AddressStore {

    /** The reason for a lost address that the push service or mail server reports as no longer existing. */
    public static final String GONE = "gone";

    private static final String MOVED = "moved";
    private static final Duration KEPT = Duration.ofDays(400);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RedisPipeline redis;
    private final SecretBox box;
    private final PersonUpdater people;
    private final PresenceStore store;

    public AddressStore(RedisPipeline redis, SecretBox box, PersonUpdater people, PresenceStore store) {
        this.redis = redis;
        this.box = box;
        this.people = people;
        this.store = store;
    }

    /** Makes the address belong to this user and device, and to no other. */
    Uni<SealedAddress> claim(UserRef user, DeviceId device, PushAddress address, Instant now) {
        String mark = mark(address);
        SealedAddress sealed =
                new SealedAddress(address.service(), box.seal(write(address), place(user, device)), mark, now, null);
        return redis.command(Command.SET, owner(user, mark), user + ":" + device, "PX", KEPT.toMillis(), "GET")
                .chain(before -> before.isNil() || before.text().equals(user + ":" + device)
                        ? Uni.createFrom().item(sealed)
                        : revoke(before.text(), mark).replaceWith(sealed));
    }

    private Uni<Void> revoke(String owner, String mark) {
        int colon = owner.lastIndexOf(':');
        return lose(UserRef.parse(owner.substring(0, colon)), new DeviceId(owner.substring(colon + 1)), mark, MOVED);
    }

    /** Encrypts an address on a channel for storage. */
    SealedAddress seal(UserRef user, String channel, String address, Instant now) {
        return new SealedAddress(
                channel,
                box.seal(address, place(user, channel)),
                UUID.randomUUID().toString(),
                now,
                null);
    }

    /** Returns the push address of a device; empty if it has none, or another user owns it now. */
    public Uni<Optional<Known<PushAddress>>> push(UserRef user, DeviceId device) {
        return store.person(user).chain(person -> {
            SealedAddress address = Optional.ofNullable(person.registrations().get(device))
                    .map(DeviceRegistration::push)
                    .filter(SealedAddress::isGood)
                    .orElse(null);
            return address == null
                    ? Uni.createFrom().item(Optional.<Known<PushAddress>>empty())
                    : redis.command(Command.GET, owner(user, address.mark()))
                            .map(owner -> owner.isNil() || owner.text().equals(user + ":" + device)
                                    ? Optional.of(known(address, place(user, device), AddressStore::read))
                                    : Optional.empty());
        });
    }

    /** Returns the user's address on a channel; empty if there is none. */
    public Uni<Optional<Known<String>>> contact(UserRef user, String channel) {
        return store.person(user)
                .map(person -> Optional.ofNullable(person.contacts().get(channel))
                        .filter(SealedAddress::isGood)
                        .map(address -> known(address, place(user, channel), Function.identity())));
    }

    /** Marks a device's push address as lost, if it still is the one with this mark. */
    public Uni<Void> lose(UserRef user, DeviceId device, String mark, String reason) {
        Uni<Boolean> lost = people.change(user, (person, now) -> {
            DeviceRegistration registration = person.registrations().get(device);
            SealedAddress address = registration == null ? null : registration.push();
            return registration == null
                            || address == null
                            || !address.isGood()
                            || !address.mark().equals(mark)
                    ? new Step.Keep<>(false)
                    : new Step.Write<>(
                            PersonChange.Draft.of(person.with(device, registration.withPush(address.asLost(reason)))),
                            ignored -> true);
        });
        return lost.replaceWithVoid();
    }

    /** Marks an address on a channel as lost, if it still is the one with this mark. */
    public Uni<Void> lose(UserRef user, String channel, String mark, String reason) {
        Uni<Boolean> lost = people.change(user, (person, now) -> {
            SealedAddress address = person.contacts().get(channel);
            return address == null || !address.isGood() || !address.mark().equals(mark)
                    ? new Step.Keep<>(false)
                    : new Step.Write<>(
                            PersonChange.Draft.of(person.with(channel, address.asLost(reason))), ignored -> true);
        });
        return lost.replaceWithVoid();
    }

    private <T> Known<T> known(SealedAddress address, String place, Function<String, T> reading) {
        return new Known<>(reading.apply(box.open(address.sealed(), place)), address.mark(), address.since());
    }

    private static String owner(UserRef user, String mark) {
        return "push:" + user.tenant() + ":" + mark;
    }

    private static String place(UserRef user, Object at) {
        return "address:" + user + ":" + at;
    }

    private static String mark(PushAddress address) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(address.service() + " " + address.identity()));
    }

    private static String write(PushAddress address) {
        try {
            return JSON.writerFor(PushAddress.class).writeValueAsString(address);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("internal records must be writable as JSON", e);
        }
    }

    private static PushAddress read(String text) {
        try {
            return JSON.readValue(text, PushAddress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON must be readable", e);
        }
    }

    /**
     * An address that can be used.
     *
     * @param address the address itself
     * @param mark    identifies the address without revealing it
     * @param since   when the user got it
     */
    public record Known<T>(T address, String mark, Instant since) {

        /** Leaves the address out. */
        @Override
        public String toString() {
            return "Known[REDACTED]";
        }
    }
}
