package dev.oneping.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.InboxUpdate;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.events.EventTail;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Notifies listeners on this node of each change in users' lists of notifications, whichever node made it. */
@Singleton
public class InboxChanges {

    private static final Logger LOG = Logger.getLogger(InboxChanges.class);

    private final EventTail tail;
    private final NotificationStore store;
    private final ObjectMapper json;
    private final Map<UserRef, Consumer<NotificationId>> listeners = new ConcurrentHashMap<>();

    InboxChanges(EventTail tail, NotificationStore store, ObjectMapper json) {
        this.tail = tail;
        this.store = store;
        this.json = json;
        tail.listen(this::dispatch);
    }

    /** Completes when changes are heard: a caller that registers a listener and then reads misses none. */
    public Uni<Void> ready() {
        return tail.ready();
    }

    /** Registers the one listener for the changes of a user, called on an event loop. It must be quick. */
    public void listen(UserRef user, Consumer<NotificationId> listener) {
        listeners.put(user, listener);
    }

    /** Removes the listener of a user. */
    public void leave(UserRef user) {
        listeners.remove(user);
    }

    /** Reads the current state of notifications, and the number of the open ones. Those that no longer exist are left out. */
    public Uni<InboxUpdate> read(UserRef user, Collection<NotificationId> changed) {
        Uni<List<Optional<Found>>> found = changed.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(changed.stream()
                                .map(id -> store.find(user.tenant(), id))
                                .toList())
                        .andFailFast();
        return found.chain(all -> store.open(user)
                .map(open -> new InboxUpdate(
                        open.size(),
                        all.stream()
                                .flatMap(Optional::stream)
                                .map(it -> entry(it.tracked()))
                                .toList())));
    }

    private static InboxUpdate.Entry entry(VersionedState tracked) {
        String state = switch (tracked.state()) {
            case State.Accepted ignored -> "accepted";
            case State.Held ignored -> "held";
            case State.Delivering ignored -> "delivering";
            case State.Ended ended -> ended.outcome().name().toLowerCase(Locale.ROOT);
        };
        return new InboxUpdate.Entry(tracked.id(), state, tracked.version());
    }

    private void dispatch(Map<String, String> entry) {
        String type = entry.get("type");
        String user = entry.get("user");
        String data = entry.get("data");
        if (type == null || user == null || data == null || !type.startsWith(State.EVENTS) || listeners.isEmpty()) {
            return;
        }
        Consumer<NotificationId> listener = listeners.get(UserRef.parse(user));
        if (listener == null) {
            return;
        }
        try {
            String id = json.readTree(data).path("notification").asText();
            if (NotificationId.isWellFormed(id)) {
                listener.accept(new NotificationId(id));
            }
        } catch (JsonProcessingException e) {
            LOG.error("an event of the log is not readable", e);
        }
    }
}
