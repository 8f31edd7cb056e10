package dev.oneping.notify;

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
 * A device as a sound client has it: it shows what it is shown unless that was taken away later or its person has answered it,
 * remembers what it could not say, and says it when it comes back. Its lock guards all of it.
 */
final class ModelDevice {

    /** A frame on its way. */
    record Frame(boolean shows, NotificationId id, long version) {}

    /** An answer that was given while nobody could be told. */
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

    /** What was on its way is lost, and so is what the server remembered of the connection. */
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

    /** Some of what is on its way arrives, in its order. */
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

    /** A person answers; what is answered is not shown any more, also where it was on its way here meanwhile. */
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
