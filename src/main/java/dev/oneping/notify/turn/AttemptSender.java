package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.DeliveryProgress;
import dev.oneping.delivery.life.Display;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.delivery.port.OutboundChannel;
import dev.oneping.delivery.port.OutboundMessage;
import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.Variant;
import dev.oneping.presence.Device;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a committed attempt to its target. Only the process that committed it sends it; if that process dies in
 * between, a timer makes another one send it again under the same id.
 */
@Singleton
class AttemptSender {

    private static final Logger LOG = Logger.getLogger(AttemptSender.class);

    private final DeviceChannel devices;
    private final OutboundChannel channels;
    private final Event<ProviderResultEvent> results;

    AttemptSender(DeviceChannel devices, OutboundChannel channels, Event<ProviderResultEvent> results) {
        this.devices = devices;
        this.channels = channels;
        this.results = results;
    }

    /** Returns whether the transition from the state before to this attempt began it, or began to send it again. */
    static boolean isToBeSent(State before, Attempt attempt) {
        Attempt was = before instanceof Delivering delivering ? delivering.attempt() : null;
        return was == null || was.number() != attempt.number() || tries(was) < tries(attempt);
    }

    private static int tries(Attempt attempt) {
        return attempt.sending().map(DeliveryProgress.Sending::tries).orElse(0);
    }

    /** Sends it, and returns immediately. */
    void send(Notification notification, VersionedState after, Attempt attempt) {
        switch (attempt.target()) {
            case Target.Live(DeviceId device, List<SessionLocation> sessions) ->
                show(notification, after, attempt, device, sessions);
            case Target.Everyone ignored -> {
                // The script that began it has notified the fan-out, which gives the others theirs.
            }
            case Target.Outbound target ->
                channels.send(
                                after.to(),
                                target,
                                OutboundMessage.of(presentation(notification, after, attempt), attempt))
                        .subscribe()
                        .with(
                                result -> results.fire(new ProviderResultEvent(after, attempt, result)),
                                failure -> LOG.errorf(failure, "a channel failed; the attempt is sent again"));
        }
    }

    /** Shows it on a device through its sessions, whatever the target of the attempt was. */
    void show(
            Notification notification,
            VersionedState tracked,
            Attempt attempt,
            DeviceId device,
            List<SessionLocation> sessions) {
        devices.present(tracked.to(), device, sessions, presentation(notification, tracked, attempt));
    }

    /** Shows it once more on a device that came back. */
    void showAgain(
            Notification notification,
            VersionedState tracked,
            Attempt attempt,
            DeviceId device,
            List<SessionLocation> sessions) {
        devices.presentAgain(tracked.to(), device, sessions, presentation(notification, tracked, attempt));
    }

    /**
     * Shows it on a device without sound, beside the running attempt or while it waits.
     *
     * @param again whether the device had it, and came back
     */
    void display(Notification notification, VersionedState tracked, Device device, boolean again) {
        DeviceMessage message = display(notification, tracked, device);
        if (again) {
            devices.presentAgain(tracked.to(), device.id(), device.sessions(), message);
        } else {
            devices.present(tracked.to(), device.id(), device.sessions(), message);
        }
    }

    /**
     * Hands a silent display to the push service of a device without a session. Delivery is best effort: nothing waits for
     * a display, and the device gets it when it connects.
     */
    void push(Notification notification, VersionedState tracked, Display display, @Nullable Device device) {
        OutboundMessage message =
                OutboundMessage.ofDisplay(display(notification, tracked, device), display.device(), display.since());
        channels.send(tracked.to(), new Target.Push(display.device()), message)
                .subscribe()
                .with(
                        result -> {},
                        failure -> LOG.errorf(failure, "a channel failed to show %s silently", tracked.id()));
    }

    /** Others see the screen of a presentation, so the content is not shown there. */
    private static DeviceMessage display(Notification notification, VersionedState tracked, @Nullable Device device) {
        Attempt last = tracked.state().last();
        boolean seenByOthers = device != null && device.activity().is(ActivityKind.PRESENTING);
        Variant variant = seenByOthers ? Variant.REDACTED : last == null ? Variant.RICH : last.variant();
        Instant next = switch (tracked.state()) {
            case State.Held held -> held.until();
            case Delivering delivering -> delivering.attempt().ackBy();
            case State.Accepted ignored -> notification.expiresAt();
            case State.Ended ignored -> notification.expiresAt();
        };
        return new DeviceMessage(
                notification.shownAs(variant),
                last == null ? 0 : last.number(),
                tracked.version(),
                false,
                next,
                variant);
    }

    private static DeviceMessage presentation(Notification notification, VersionedState tracked, Attempt attempt) {
        return new DeviceMessage(
                notification.shownAs(attempt.variant()),
                attempt.number(),
                tracked.version(),
                attempt.ring(),
                attempt.ackBy(),
                attempt.variant());
    }
}
