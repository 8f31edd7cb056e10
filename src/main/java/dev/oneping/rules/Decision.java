package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import java.time.Duration;
import java.time.Instant;

/** What is to become of a notification now. It is data; the turn that asked for it acts. */
public sealed interface Decision {

    /**
     * Present it on one device.
     *
     * @param device    the device that most likely has the person's attention
     * @param ackWindow how long to wait for a human answer before deciding again; never beyond the expiry
     * @param ring      whether the device may make a sound
     */
    record Deliver(DeviceId device, Duration ackWindow, boolean ring) implements Decision {}

    /**
     * Keep it, and decide again at the latest at an instant.
     *
     * @param reason a stable code: the name of the rule that holds, {@code no_device_online} or {@code all_devices_tried}
     * @param until  when to decide again; always after now, never after the expiry
     */
    record Hold(String reason, Instant until) implements Decision {}

    /**
     * Never show it.
     *
     * @param reason a stable code: the name of the rule that suppresses, or why no device was left
     */
    record Suppress(String reason) implements Decision {}

    /** Its time is over; nobody wants to see it any more. */
    record Expire() implements Decision {}
}
