package dev.oneping.rules;

import dev.oneping.model.DeviceId;

/** The target of an attempt. */
public sealed interface DecisionTarget {

    /** A device with live sessions. */
    record OnDevice(DeviceId device) implements DecisionTarget {}

    /** A device without a session, reached through its push service. */
    record OnPush(DeviceId device) implements DecisionTarget {}

    /** A channel that reaches users without a session, by name, for example {@code email} or {@code http}. */
    record OnChannel(String channel) implements DecisionTarget {}

    /** All members of the group that the notification was sent to. */
    record Everyone() implements DecisionTarget {}
}
