package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A fact about one user, or about one resource of a tenant. The set is closed: {@link EventCatalogue} lists all
 * types. The components of each record are the event's {@code data}; they never include notification content or exact
 * locations. The name and description are in the {@link EventType} annotation.
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
