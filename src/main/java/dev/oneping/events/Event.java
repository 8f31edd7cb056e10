package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A fact that happened to one person, or to one thing of a tenant. The set is closed: whoever reads events can know them
 * all, by {@link EventCatalogue}. The components of each record are the event's {@code data}; content and exact places are never
 * among them. What it is called and means stands in its {@link EventType}.
 */
public sealed interface Event
        permits PresenceEvent,
                DeviceEvent,
                ChannelEvent,
                NotificationEvent,
                SubscriptionEvent,
                SignalEvent,
                RulesEvent,
                StateEvent {

    /** The dot name in the catalogue, for example {@code notification.acted}. */
    @JsonIgnore
    default String type() {
        return EventCatalogue.words(getClass()).name();
    }
}
