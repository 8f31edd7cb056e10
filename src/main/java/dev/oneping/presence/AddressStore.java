package dev.oneping.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PersonChange.Step;
import dev.oneping.redis.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The addresses by which people are reached without a connection, encrypted at rest. An address by which a push service
 * reaches a device belongs to one person at a time: who registers it last has it, and everybody else loses it. Which one
 * that is stands in {@code push:<tenant>:<mark>}, is forgotten after 400 days, and is looked at again before each use, so
 * that a process that dies while an address moves shows nobody's notifications to somebody else.
 */
@Singleton
public class AddressStore {

    /** Why an address is lost: whoever brings things there says that it is no more. */
    public static final String GONE = "gone";

    private static final String MOVED = "moved";
    private static final Duration KEPT = Duration.ofDays(400);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RedisPipeline redis;
    private final SecretBox box;
    private final PersonUpdater people;
    private final PresenceStore store;

    AddressStore(RedisPipeline redis, SecretBox box, PersonUpdater people, PresenceStore store) {
        this.redis = redis;
        this.box = box;
        this.people = people;
        this.store = store;
    }

    /** Makes an address that person's, on that device, and nobody else's. */
    Uni<SealedAddress> claim(UserRef user, DeviceId device, PushAddress address, Instant now) {
        String mark = mark(address);
        SealedAddress sealed =
                new SealedAddress(address.service(), box.seal(write(address), place(user, device)), mark, now, null);
        return redis.command(Command.SET, owner(user, mark), user + ":" + device, "PX", KEPT.toMillis(), "GET")
                .chain(before -> before.isNil() || before.text().equals(user + ":" + device)
                        ? Uni.createFrom().item(sealed)
                        : takeAway(before.text(), mark).replaceWith(sealed));
    }

    private Uni<Void> takeAway(String owner, String mark) {
        int colon = owner.lastIndexOf(':');
        return lose(UserRef.parse(owner.substring(0, colon)), new DeviceId(owner.substring(colon + 1)), mark, MOVED);
    }

    /** An address on a channel, as it is kept. */
    SealedAddress seal(UserRef user, String channel, String address, Instant now) {
        return new SealedAddress(
                channel,
                box.seal(address, place(user, channel)),
                UUID.randomUUID().toString(),
                now,
                null);
    }

    /** By what a device is pushed to now; empty where it has no address, or somebody else has it. */
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

    /** The person's address on a channel; empty where there is none. */
    public Uni<Optional<Known<String>>> contact(UserRef user, String channel) {
        return store.person(user)
                .map(person -> Optional.ofNullable(person.contacts().get(channel))
                        .filter(SealedAddress::isGood)
                        .map(address -> known(address, place(user, channel), Function.identity())));
    }

    /** Takes note that a device's address is no longer good, if it still is that one. */
    public Uni<Void> lose(UserRef user, DeviceId device, String mark, String reason) {
        Uni<Boolean> lost = people.change(user, (person, now) -> {
            DeviceRegistration registration = person.registrations().get(device);
            SealedAddress address = registration == null ? null : registration.push();
            return registration == null
                            || address == null
                            || !address.isGood()
                            || !address.mark().equals(mark)
                    ? new Step.Leave<>(false)
                    : new Step.Make<>(
                            person.with(device, registration.reachedBy(address.lostFor(reason))), "", ignored -> true);
        });
        return lost.replaceWithVoid();
    }

    /** Takes note that an address on a channel is no longer good, if it still is that one. */
    public Uni<Void> lose(UserRef user, String channel, String mark, String reason) {
        Uni<Boolean> lost = people.change(user, (person, now) -> {
            SealedAddress address = person.contacts().get(channel);
            return address == null || !address.isGood() || !address.mark().equals(mark)
                    ? new Step.Leave<>(false)
                    : new Step.Make<>(person.with(channel, address.lostFor(reason)), "", ignored -> true);
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
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((address.service() + " " + address.identity()).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String write(PushAddress address) {
        try {
            return JSON.writerFor(PushAddress.class).writeValueAsString(address);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own records must be writable as JSON", e);
        }
    }

    private static PushAddress read(String text) {
        try {
            return JSON.readValue(text, PushAddress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what we wrote must be readable", e);
        }
    }

    /**
     * An address that can be used.
     *
     * @param address itself
     * @param mark    names it without telling it
     * @param since   since when it has been the address
     */
    public record Known<T>(T address, String mark, Instant since) {

        /** Without the address. */
        @Override
        public String toString() {
            return "Known[REDACTED]";
        }
    }
}
