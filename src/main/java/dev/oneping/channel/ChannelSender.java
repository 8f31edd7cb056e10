package dev.oneping.channel;

import dev.oneping.auth.Caller;
import dev.oneping.auth.token.AckTickets;
import dev.oneping.channel.SendBulkheads.Lane;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.port.OutboundChannel;
import dev.oneping.delivery.port.OutboundMessage;
import dev.oneping.delivery.port.ProviderResult;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.device.AddressStore;
import dev.oneping.presence.device.AddressStore.Known;
import dev.oneping.presence.device.PushAddress;
import dev.oneping.redis.time.Time;
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
 * Sends messages to users without a connection: finds the address, passes the message to the sender for it, and handles
 * the result: a dead address is removed, a message that is too large is sent again with its id alone, and a permanent
 * rejection raises an alarm.
 */
@Singleton
class ChannelSender implements OutboundChannel {

    private static final Logger LOG = Logger.getLogger(ChannelSender.class);
    /** The name of the sender that takes the messages to all push services in a simulation. */
    private static final String SIMULATED = "simulated";

    private static final ProviderResult NO_ADDRESS = new ProviderResult.Dead("no_address");

    private final Map<String, PushSender> push;
    private final List<ContactSender> contacts;
    private final AddressStore addresses;
    private final SendBulkheads bulkheads;
    private final ChannelAlarms alarms;
    private final SilentPushPolicy silentPushes;
    private final AckTickets tickets;
    private final ChannelHealth health;
    private final MeterRegistry metrics;

    ChannelSender(
            @All List<PushSender> push,
            @All List<ContactSender> contacts,
            AddressStore addresses,
            SendBulkheads bulkheads,
            ChannelAlarms alarms,
            SilentPushPolicy silentPushes,
            AckTickets tickets,
            ChannelHealth health,
            MeterRegistry metrics) {
        this.push = push.stream().collect(Collectors.toMap(PushSender::service, Function.identity()));
        this.contacts = List.copyOf(contacts);
        this.addresses = addresses;
        this.bulkheads = bulkheads;
        this.alarms = alarms;
        this.silentPushes = silentPushes;
        this.tickets = tickets;
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public Uni<ProviderResult> send(UserRef user, Target.Outbound target, OutboundMessage outbound) {
        return Uni.createFrom().emitter(emitter -> {
            boolean accepted = bulkheads.begin(() -> emitter.complete(deliver(user, target, outbound)));
            if (!accepted) {
                emitter.complete(new ProviderResult.Later("channels_busy", null));
            }
        });
    }

    @Override
    public void retract(UserRef user, Target target, Retraction retraction) {
        DeviceId device = target.device();
        if (device != null && !bulkheads.begin(() -> hide(user, device, target, retraction))) {
            LOG.warnf(
                    "the send queue is full; a device learns that %s has ended when it connects",
                    retraction.notification());
        }
    }

    private ProviderResult deliver(UserRef user, Target.Outbound target, OutboundMessage outbound) {
        try {
            ChannelMessage.Show message = new ChannelMessage.Show(outbound, false);
            return switch (target) {
                case Target.Push(DeviceId device) -> deliver(user, device, message);
                case Target.Contact(String channel) -> deliver(user, channel, message);
            };
        } catch (RuntimeException e) {
            LOG.errorf(e, "a channel failed to send %s; it is sent again", outbound.id());
            return new ProviderResult.Later("channel_broke", null);
        }
    }

    private ProviderResult deliver(UserRef user, DeviceId device, ChannelMessage.Show message) {
        Optional<Known<PushAddress>> found =
                addresses.push(user, device).await().indefinitely();
        if (found.isEmpty()) {
            return NO_ADDRESS;
        }
        Known<PushAddress> known = found.get();
        Lane lane = lane(known.address());
        ChannelMessage.Show answerable = message.withAckTicket(tickets.issue(
                new Caller.Device(user.tenant(), user.user(), device),
                message.notification(),
                message.content().expiresAt()));
        SendResult result = asOf(
                known.since(), send(lane, lane.channel(), answerable, each -> push(device, known.address(), each)));
        forget(user, device, known, result);
        return providerResult(result, lane.channel(), device, message);
    }

    private ProviderResult deliver(UserRef user, String channel, ChannelMessage.Show message) {
        Optional<Known<String>> found = addresses.contact(user, channel).await().indefinitely();
        if (found.isEmpty()) {
            return NO_ADDRESS;
        }
        Known<String> known = found.get();
        ContactSender sender = contacts.stream()
                .filter(each -> each.serves(channel))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no sender for " + channel));
        Lane lane = new Lane(sender.name(), sender.provider(user.tenant(), channel));
        SendResult result =
                asOf(known.since(), send(lane, channel, message, each -> sender.send(channel, known.address(), each)));
        if (isDead(result)) {
            addresses
                    .lose(user, channel, known.mark(), AddressStore.GONE)
                    .await()
                    .indefinitely();
        }
        return providerResult(result, channel, null, message);
    }

    private Lane lane(PushAddress address) {
        PushSender sender = push.get(address.service());
        return new Lane(address.service(), sender == null ? "" : sender.provider(address));
    }

    private boolean acceptsSilent(PushAddress address) {
        PushSender sender = push.get(address.service());
        return sender != null && sender.acceptsSilent(address);
    }

    private SendResult push(DeviceId device, PushAddress address, ChannelMessage message) {
        PushSender sender = push.get(Time.isVirtual() ? SIMULATED : address.service());
        return sender == null ? new SendResult.Rejected("not_configured") : sender.send(device, address, message);
    }

    private SendResult send(
            Lane lane, String channel, ChannelMessage.Show message, Function<ChannelMessage.Show, SendResult> how) {
        SendResult result = bulkheads.in(
                lane,
                () -> {
                    SendResult answer = how.apply(message);
                    return answer instanceof SendResult.TooLarge ? how.apply(message.thinner()) : answer;
                },
                () -> new SendResult.Later("channel_busy", null));
        metrics.counter("oneping.channel.sent", "channel", lane.channel(), "outcome", OutcomeLabels.name(result))
                .increment();
        health.record(message.to().tenant(), channel, lane.channel(), result);
        return result;
    }

    /**
     * Treats a result about the time before the address was last registered as retryable, because it says nothing about
     * the current registration.
     */
    private static SendResult asOf(Instant registered, SendResult result) {
        return result instanceof SendResult.Gone(Instant since) && since != null && registered.isAfter(since)
                ? new SendResult.Later("registered_since", null)
                : result;
    }

    private static boolean isDead(SendResult result) {
        return result instanceof SendResult.Gone || result instanceof SendResult.Misdirected;
    }

    private ProviderResult providerResult(
            SendResult result, String channel, @Nullable DeviceId device, ChannelMessage.Show message) {
        return switch (result) {
            case SendResult.Accepted ignored -> new ProviderResult.Accepted();
            case SendResult.Later later -> new ProviderResult.Later(later.reason(), later.after());
            case SendResult.Gone ignored -> new ProviderResult.Dead(AddressStore.GONE);
            case SendResult.Misdirected misdirected -> {
                alarms.raise(message.to(), message.notification(), channel, device, misdirected.reason());
                yield new ProviderResult.Dead(AddressStore.GONE);
            }
            case SendResult.Rejected rejected -> rejected(rejected.reason(), channel, device, message);
            case SendResult.TooLarge ignored -> rejected("too_large", channel, device, message);
        };
    }

    private ProviderResult rejected(
            String reason, String channel, @Nullable DeviceId device, ChannelMessage.Show message) {
        alarms.raise(message.to(), message.notification(), channel, device, reason);
        return new ProviderResult.Rejected(reason);
    }

    private void hide(UserRef user, DeviceId device, Target target, Retraction retraction) {
        try {
            if (silentPushes.mayHide(user, device, target, retraction)) {
                addresses
                        .push(user, device)
                        .await()
                        .indefinitely()
                        .filter(known -> acceptsSilent(known.address()))
                        .ifPresent(known -> hide(user, device, known, retraction));
            }
        } catch (RuntimeException e) {
            LOG.warnf("a device learns that %s has ended when it connects: %s", retraction.notification(), e);
        }
    }

    private void hide(UserRef user, DeviceId device, Known<PushAddress> known, Retraction retraction) {
        SendResult result = asOf(
                known.since(),
                bulkheads.in(
                        lane(known.address()),
                        () -> push(device, known.address(), new ChannelMessage.Hide(user, retraction)),
                        () -> new SendResult.Later("channel_busy", null)));
        forget(user, device, known, result);
    }

    private void forget(UserRef user, DeviceId device, Known<PushAddress> known, SendResult result) {
        if (isDead(result)) {
            addresses
                    .lose(user, device, known.mark(), AddressStore.GONE)
                    .await()
                    .indefinitely();
        }
    }
}
