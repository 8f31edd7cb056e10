package dev.oneping.connection;

import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.port.ShownState;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Accepts and records acks of the notifications that a test has announced; all are open but those that it has ended. */
@Alternative
@Singleton
public class RecordedAcks implements AckPort {

    /** An ack as it came. */
    public record Taken(UserRef user, NotificationId notification, DeviceId device, AckKind kind) {}

    public final List<Taken> taken = new CopyOnWriteArrayList<>();
    public final Set<NotificationId> known = ConcurrentHashMap.newKeySet();
    final Set<NotificationId> over = ConcurrentHashMap.newKeySet();

    @Override
    public Uni<Result> ack(
            UserRef user, NotificationId notification, DeviceId device, @Nullable SessionId session, AckKind kind) {
        taken.add(new Taken(user, notification, device, kind));
        return Uni.createFrom().item(known.contains(notification) ? Result.TAKEN : Result.UNKNOWN);
    }

    @Override
    public Uni<ShownState> reconcile(UserRef user, DeviceId device, Collection<NotificationId> shown) {
        return Uni.createFrom()
                .item(new ShownState(
                        shown.stream().filter(over::contains).toList(),
                        shown.stream()
                                .filter(id -> !over.contains(id))
                                .distinct()
                                .collect(Collectors.toMap(id -> id, id -> 1)),
                        Set.of()));
    }
}
