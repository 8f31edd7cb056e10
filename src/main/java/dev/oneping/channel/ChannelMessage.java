package dev.oneping.channel;

import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.OutboundMessage;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import org.jspecify.annotations.Nullable;

/** A message that a channel sends. */
public sealed interface ChannelMessage {

    /** Identifies the message to the provider: the same each time it is sent. */
    String id();

    /** Returns the recipient. */
    UserRef to();

    /** Returns the id of the notification that it is about. */
    NotificationId notification();

    /**
     * A notification that is to be shown.
     *
     * @param thin whether only its id is sent, so that the device fetches the rest
     * @param ackTicket the credential by which the device acks it; null where the recipient is no device
     */
    record Show(
            OutboundMessage outbound,
            boolean thin,
            @Nullable String ackTicket) implements ChannelMessage {

        /** A message that carries no ack ticket. */
        Show(OutboundMessage outbound, boolean thin) {
            this(outbound, thin, null);
        }

        Show withAckTicket(String ticket) {
            return new Show(outbound, thin, ticket);
        }

        @Override
        public String id() {
            return outbound.id();
        }

        @Override
        public UserRef to() {
            return outbound.to();
        }

        @Override
        public NotificationId notification() {
            return content().id();
        }

        /** Returns the notification with as much of its content as may be shown. */
        public Notification content() {
            return outbound.presentation().notification();
        }

        /** Returns the key by which the provider replaces an older message that it has not delivered yet. */
        public String replaces() {
            String key = content().collapseKey();
            return key == null ? content().id().value() : key;
        }

        /** Returns whether it may make a sound; what makes none need not wake the device. */
        public boolean rings() {
            return outbound.presentation().ring();
        }

        Show thinner() {
            return new Show(outbound, true, ackTicket);
        }
    }

    /** A silent message that a notification must no longer be shown. */
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
