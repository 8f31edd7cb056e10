package dev.oneping.delivery.port;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import java.time.Instant;

/**
 * A message that a channel sends.
 *
 * @param id           names this attempt at this target, the same each time it is sent: {@code
 *                     notification:attempt:target}, with {@code :display} for a silent display beside it
 * @param presentation the content to show
 * @param startedAt    when the attempt or the display began
 */
public record OutboundMessage(String id, DeviceMessage presentation, Instant startedAt) {

    /** Creates the message of a committed attempt. */
    public static OutboundMessage of(DeviceMessage presentation, Attempt attempt) {
        Target target = attempt.target();
        String name = target.device() != null ? target.device().value() : String.valueOf(target.channel());
        return new OutboundMessage(
                presentation.notification().id() + ":" + attempt.number() + ":" + name,
                presentation,
                attempt.startedAt());
    }

    /** Creates the message of a silent display, beside an attempt or while none runs. */
    public static OutboundMessage ofDisplay(DeviceMessage presentation, DeviceId device, Instant since) {
        return new OutboundMessage(
                presentation.notification().id() + ":" + presentation.attempt() + ":" + device + ":display",
                presentation,
                since);
    }

    /** Returns the recipient. */
    public UserRef to() {
        return presentation.notification().to();
    }
}
