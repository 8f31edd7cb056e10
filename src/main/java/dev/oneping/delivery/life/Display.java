package dev.oneping.delivery.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;

/**
 * A device that shows a notification without sound, beside the one of the last attempt. The names in JSON are short,
 * because every state of a notification carries its displays.
 *
 * @param device the device
 * @param since  when it began to show the notification
 * @param pushed whether it shows the notification because of a push; by live sessions otherwise
 */
public record Display(
        @JsonProperty("d") DeviceId device,
        @JsonProperty("s") Instant since,

        @JsonProperty("p") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean pushed) {

    /** The display at a target of a device, from now on. */
    static Display at(Target target, Instant now) {
        return new Display(Objects.requireNonNull(target.device()), now, target instanceof Target.Push);
    }

    /** The display that an attempt leaves on its device when the sound moves on. */
    static Display leftBy(Attempt attempt, DeviceId device) {
        return new Display(device, attempt.startedAt(), attempt.target() instanceof Target.Push);
    }

    /** Returns whether one of the displays is on that device. */
    public static boolean isAmong(Collection<Display> displays, DeviceId device) {
        for (Display display : displays) {
            if (display.device().equals(device)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the way by which the notification can be retracted from the device. */
    Target target() {
        return pushed ? new Target.Push(device) : Target.live(device);
    }
}
