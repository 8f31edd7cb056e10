package dev.oneping.channel;

import dev.oneping.delivery.OutboundMessage;
import dev.oneping.delivery.Retraction;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;

/** What a channel brings. */
public sealed interface ChannelMessage {

    /** Names it to the provider: the same each time it is sent. */
    String id();

    /** The person. */
    UserRef to();

    /** The notification that it is about. */
    NotificationId notification();

    /**
     * A notification that is to be shown.
     *
     * @param thin whether only its id is sent, and the device fetches the rest
     */
    record Show(OutboundMessage parcel, boolean thin) implements ChannelMessage {
        @Override
        public String id() {
            return parcel.id();
        }

        @Override
        public UserRef to() {
            return parcel.to();
        }

        @Override
        public NotificationId notification() {
            return content().id();
        }

        /** The notification with as much of its content as may be shown. */
        public Notification content() {
            return parcel.presentation().notification();
        }

        /** By what an older message that still waits at the provider is replaced. */
        public String replaces() {
            String key = content().collapseKey();
            return key == null ? content().id().value() : key;
        }

        Show thinner() {
            return new Show(parcel, true);
        }
    }

    /** Silent word that a notification is not to be shown any more. */
    record Hide(UserRef to, Retraction retraction) implements ChannelMessage {
        @Override
        public String id() {
            return retraction.notification() + ":" + retraction.version() + ":retract";
        }

        @Override
        public NotificationId notification() {
            return retraction.notification();
        }
    }
}
