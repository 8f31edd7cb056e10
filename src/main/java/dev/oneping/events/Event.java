package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A fact that happened to one person. The set is closed: whoever reads events can know them all. The components of each
 * record are the event's {@code data}; content and exact places are never among them.
 */
public sealed interface Event permits PresenceEvent, DeviceEvent, NotificationEvent {

    /** The dot name in the catalogue, for example {@code notification.acted}. */
    @JsonIgnore
    String type();
}
