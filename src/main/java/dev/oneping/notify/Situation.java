package dev.oneping.notify;

import dev.oneping.delivery.Attempt;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.SessionAt;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.rules.DeviceFacts;
import dev.oneping.rules.Facts;
import dev.oneping.rules.NotificationFacts;
import dev.oneping.rules.UserFacts;
import java.time.Instant;
import java.util.List;

/** Puts what delivery and presence know into the words of the rules. */
final class Situation {

    private Situation() {}

    static Facts facts(Notification notification, List<Attempt> past, Presence presence, Instant now) {
        return new Facts(
                now,
                new NotificationFacts(
                        notification.id().value(),
                        notification.category(),
                        notification.priority(),
                        notification.createdAt(),
                        notification.expiresAt(),
                        notification.policy(),
                        past.size()),
                new UserFacts(presence.zone(), presence.preferences().quietHours()),
                presence.devices().stream()
                        .map(device -> facts(device, past))
                        .toList());
    }

    static List<SessionAt> sessions(Presence presence, DeviceId device) {
        return presence.device(device).map(Device::sessions).orElse(List.of());
    }
}
