package dev.oneping.rules;

import dev.oneping.model.DeviceId;

/** Where an attempt goes. */
public sealed interface DecisionTarget {

    /** A device, by its live sessions. */
    record OnDevice(DeviceId device) implements DecisionTarget {}

    /** A device that has no session, by the push service that knows it. */
    record OnPush(DeviceId device) implements DecisionTarget {}

    /** A channel that reaches people without a session, by its name: {@code email}, {@code http} ... */
    record OnChannel(String channel) implements DecisionTarget {}

    /** Everybody in the group that the notification went to. */
    record Everyone() implements DecisionTarget {}
}
