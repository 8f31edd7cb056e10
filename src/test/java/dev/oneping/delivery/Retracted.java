package dev.oneping.delivery;

import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import java.util.ArrayList;
import java.util.List;

/** A channel to devices that keeps which notifications were retracted. */
final class Retracted implements DeviceChannel {

    final List<NotificationId> ids = new ArrayList<>();

    @Override
    public void present(UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage presentation) {}

    @Override
    public void retract(UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction) {
        ids.add(retraction.notification());
    }
}
