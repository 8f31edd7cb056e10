package dev.oneping.notify.turn;

import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A correct client: it shows a notification unless it was retracted later or answered, keeps answers while offline, and
 * sends them when it reconnects. Guarded by its lock.
 */
final class ModelDevice {

    /** A frame in transit. */
    record Frame(boolean shows, NotificationId id, long version) {}

    /** An answer that was given while offline. */
    record Unsent(NotificationId id, AckKind kind) {}

    final UserRef user;
    final DeviceId id;
    private final Map<NotificationId, Long> shown = new HashMap<>();
    private final Map<NotificationId, Long> buried = new HashMap<>();
    private final Set<NotificationId> over = new HashSet<>();
    private final Deque<Frame> onTheWay = new ArrayDeque<>();
    private final List<Unsent> unsent = new ArrayList<>();
    private @Nullable SessionId session;
    private @Nullable ModelNode node;

    ModelDevice(UserRef user, DeviceId id) {
        this.user = user;
        this.id = id;
    }

    synchronized void connect(SessionId fresh, ModelNode to) {
        cut();
        session = fresh;
        node = to;
    }

    /** Cuts the connection: frames in transit are lost, and so is the server's session. */
    synchronized void cut() {
        session = null;
        node = null;
        onTheWay.clear();
        buried.clear();
    }

    synchronized @Nullable ModelNode node() {
        return node;
    }

    synchronized @Nullable SessionId session() {
        return session;
    }

    synchronized void send(Frame frame) {
        if (session != null) {
            onTheWay.add(frame);
        }
    }

    /** Delivers some of the frames in transit, in order. */
    synchronized void receive(RandomGenerator random) {
        int some = onTheWay.isEmpty() ? 0 : random.nextInt(onTheWay.size() + 1);
        for (int i = 0; i < some; i++) {
            receive(onTheWay.remove());
        }
    }

    synchronized void receiveAll() {
        onTheWay.forEach(this::receive);
        onTheWay.clear();
    }

    private void receive(Frame frame) {
        if (!frame.shows()) {
            buried.merge(frame.id(), frame.version(), Math::max);
            shown.remove(frame.id());
        } else if (!over.contains(frame.id()) && buried.getOrDefault(frame.id(), 0L) <= frame.version()) {
            shown.put(frame.id(), frame.version());
        }
    }

    /**
     * Records the user's answer; an answered notification is no longer shown, even if its frame is still in transit.
     */
    synchronized void answered(NotificationId notification, AckKind kind) {
        if (kind.isHuman()) {
            over.add(notification);
            shown.remove(notification);
        }
        if (node == null) {
            unsent.add(new Unsent(notification, kind));
        }
    }

    synchronized List<Unsent> takeUnsent() {
        List<Unsent> all = List.copyOf(unsent);
        unsent.clear();
        return all;
    }

    synchronized void takeAway(List<NotificationId> handled) {
        handled.forEach(shown::remove);
    }

    synchronized Set<NotificationId> shown() {
        return Set.copyOf(shown.keySet());
    }
}
