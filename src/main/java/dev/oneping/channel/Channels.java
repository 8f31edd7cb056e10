package dev.oneping.channel;

import dev.oneping.channel.Lanes.Lane;
import dev.oneping.delivery.OutboundChannel;
import dev.oneping.delivery.Parcel;
import dev.oneping.delivery.Receipt;
import dev.oneping.delivery.Retraction;
import dev.oneping.delivery.Target;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.AddressBook;
import dev.oneping.presence.AddressBook.Known;
import dev.oneping.presence.PushAddress;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages to people who hold no connection: finds the address, hands the message to the carrier for it, and draws
 * the consequences of its answer: an address that is dead is removed, a message that is too large goes once more with its id
 * alone, and what is refused for good raises an alarm.
 */
@Singleton
class Channels implements OutboundChannel {

    private static final Logger LOG = Logger.getLogger(Channels.class);
    private static final Receipt NO_ADDRESS = new Receipt.Dead("no_address");

    private final Map<String, PushCarrier> push;
    private final List<ContactCarrier> contacts;
    private final AddressBook book;
    private final Lanes lanes;
    private final Alarms alarms;
    private final Wakes wakes;
    private final MeterRegistry metrics;

    Channels(
            @All List<PushCarrier> push,
            @All List<ContactCarrier> contacts,
            AddressBook book,
            Lanes lanes,
            Alarms alarms,
            Wakes wakes,
            MeterRegistry metrics) {
        this.push = push.stream().collect(Collectors.toMap(PushCarrier::service, Function.identity()));
        this.contacts = List.copyOf(contacts);
        this.book = book;
        this.lanes = lanes;
        this.alarms = alarms;
        this.wakes = wakes;
        this.metrics = metrics;
    }

    @Override
    public Uni<Receipt> send(UserRef user, Target.Outbound target, Parcel parcel) {
        return Uni.createFrom().emitter(emitter -> {
            boolean begun = lanes.begin(() -> emitter.complete(bring(user, target, parcel)));
            if (!begun) {
                emitter.complete(new Receipt.Later("channels_busy", null));
            }
        });
    }

    @Override
    public void retract(UserRef user, Target target, Retraction retraction) {
        DeviceId device = target.device();
        if (device != null && !lanes.begin(() -> hide(user, device, target, retraction))) {
            LOG.warnf(
                    "too much waits to be sent; a device learns that %s is over when it connects",
                    retraction.notification());
        }
    }

    private Receipt bring(UserRef user, Target.Outbound target, Parcel parcel) {
        try {
            Message.Show message = new Message.Show(parcel, false);
            return switch (target) {
                case Target.Push(DeviceId device) -> bring(user, device, message);
                case Target.Contact(String channel) -> bring(user, channel, message);
            };
        } catch (RuntimeException e) {
            LOG.errorf(e, "a channel broke on %s; it is sent again", parcel.id());
            return new Receipt.Later("channel_broke", null);
        }
    }

    private Receipt bring(UserRef user, DeviceId device, Message.Show message) {
        Optional<Known<PushAddress>> found = book.push(user, device).await().indefinitely();
        if (found.isEmpty()) {
            return NO_ADDRESS;
        }
        Known<PushAddress> known = found.get();
        Lane lane = lane(known.address());
        Carried carried = asOf(known.since(), carry(lane, message, each -> push(known.address(), each)));
        forget(user, device, known, carried);
        return receipt(carried, lane.channel(), device, message);
    }

    private Receipt bring(UserRef user, String channel, Message.Show message) {
        Optional<Known<String>> found = book.contact(user, channel).await().indefinitely();
        if (found.isEmpty()) {
            return NO_ADDRESS;
        }
        Known<String> known = found.get();
        ContactCarrier carrier = contacts.stream()
                .filter(each -> each.carries(channel))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody carries " + channel));
        Lane lane = new Lane(carrier.name(), carrier.provider(user.tenant(), channel));
        Carried carried =
                asOf(known.since(), carry(lane, message, each -> carrier.carry(channel, known.address(), each)));
        if (isDead(carried)) {
            book.lose(user, channel, known.mark(), AddressBook.GONE).await().indefinitely();
        }
        return receipt(carried, channel, null, message);
    }

    private Lane lane(PushAddress address) {
        PushCarrier carrier = push.get(address.service());
        return new Lane(address.service(), carrier == null ? "" : carrier.provider(address));
    }

    private Carried push(PushAddress address, Message message) {
        PushCarrier carrier = push.get(address.service());
        return carrier == null ? new Carried.Rejected("not_configured") : carrier.carry(address, message);
    }

    private Carried carry(Lane lane, Message.Show message, Function<Message.Show, Carried> how) {
        Carried carried = lanes.in(
                lane,
                () -> {
                    Carried answer = how.apply(message);
                    return answer instanceof Carried.TooLarge ? how.apply(message.thinner()) : answer;
                },
                () -> new Carried.Later("channel_busy", null));
        metrics.counter("oneping.channel.sent", "channel", lane.channel(), "outcome", Outcomes.name(carried))
                .increment();
        return carried;
    }

    /** What is said of the time before an address was registered anew does not speak of it as it is now. */
    private static Carried asOf(Instant registered, Carried carried) {
        return carried instanceof Carried.Gone(Instant since) && since != null && registered.isAfter(since)
                ? new Carried.Later("registered_since", null)
                : carried;
    }

    private static boolean isDead(Carried carried) {
        return carried instanceof Carried.Gone || carried instanceof Carried.Misdirected;
    }

    private Receipt receipt(Carried carried, String channel, @Nullable DeviceId device, Message.Show message) {
        return switch (carried) {
            case Carried.Accepted ignored -> new Receipt.Accepted();
            case Carried.Later later -> new Receipt.Later(later.reason(), later.after());
            case Carried.Gone ignored -> new Receipt.Dead(AddressBook.GONE);
            case Carried.Misdirected misdirected -> {
                alarms.raise(message.to(), message.notification(), channel, device, misdirected.reason());
                yield new Receipt.Dead(AddressBook.GONE);
            }
            case Carried.Rejected rejected -> rejected(rejected.reason(), channel, device, message);
            case Carried.TooLarge ignored -> rejected("too_large", channel, device, message);
        };
    }

    private Receipt rejected(String reason, String channel, @Nullable DeviceId device, Message.Show message) {
        alarms.raise(message.to(), message.notification(), channel, device, reason);
        return new Receipt.Rejected(reason);
    }

    private void hide(UserRef user, DeviceId device, Target target, Retraction retraction) {
        try {
            if (wakes.mayHide(user, device, target, retraction)) {
                book.push(user, device)
                        .await()
                        .indefinitely()
                        .ifPresent(known -> hide(user, device, known, retraction));
            }
        } catch (RuntimeException e) {
            LOG.warnf("a device learns that %s is over when it connects: %s", retraction.notification(), e);
        }
    }

    private void hide(UserRef user, DeviceId device, Known<PushAddress> known, Retraction retraction) {
        Carried carried = asOf(
                known.since(),
                lanes.in(
                        lane(known.address()),
                        () -> push(known.address(), new Message.Hide(user, retraction)),
                        () -> new Carried.Later("channel_busy", null)));
        forget(user, device, known, carried);
    }

    private void forget(UserRef user, DeviceId device, Known<PushAddress> known, Carried carried) {
        if (isDead(carried)) {
            book.lose(user, device, known.mark(), AddressBook.GONE).await().indefinitely();
        }
    }
}
