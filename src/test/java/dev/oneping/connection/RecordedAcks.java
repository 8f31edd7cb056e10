package dev.oneping.connection;

import dev.oneping.delivery.AckPort;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts and records acks of the notifications that a test has announced. */
@Alternative
@Singleton
public class RecordedAcks implements AckPort {

    /** An ack as it came. */
    public record Taken(UserRef user, NotificationId notification, DeviceId device, AckKind kind) {}

    final List<Taken> taken = new CopyOnWriteArrayList<>();
    final Set<NotificationId> known = ConcurrentHashMap.newKeySet();

    @Override
    public Uni<Result> ack(UserRef user, NotificationId notification, DeviceId device, AckKind kind) {
        taken.add(new Taken(user, notification, device, kind));
        return Uni.createFrom().item(known.contains(notification) ? Result.TAKEN : Result.UNKNOWN);
    }

    @Override
    public Uni<List<NotificationId>> handled(UserRef user, DeviceId device, List<NotificationId> shown) {
        return Uni.createFrom()
                .item(shown.stream().filter(id -> !known.contains(id)).toList());
    }
}
