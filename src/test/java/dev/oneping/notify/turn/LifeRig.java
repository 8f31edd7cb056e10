package dev.oneping.notify.turn;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.oneping.delivery.NoChannel;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.presence.device.Addresses;
import dev.oneping.presence.report.Report;
import dev.oneping.testing.RedisRig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One user with some devices, on one node with a real Redis, whose time passes only here. */
final class LifeRig implements AutoCloseable {

    static final String IN_USE =
            "{\"attention\":{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}}";
    static final String LOCKED = "{\"attention\":{\"visible\":false,\"focused\":false,\"screen\":\"locked\"}}";

    /** A frame to a device; a retraction has no title. */
    record Frame(
            DeviceId device, NotificationId id, @Nullable String title, boolean ring, int attempt) {}

    final RedisRig rig = new RedisRig();
    final UserRef ann = rig.someone();
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final Map<DeviceId, SessionId> sessions = new HashMap<>();
    private volatile Instant now;
    private final ModelNode node;

    /** Begins at an instant. */
    LifeRig(Instant now) {
        this.now = now;
        Clock clock = ((InstantSource) () -> this.now).withZone(ZoneOffset.UTC);
        this.node = new ModelNode(rig, clock, new Screens(), new NoChannel());
    }

    @Override
    public void close() {
        rig.close();
    }

    void connect(DeviceId device, String report) {
        SessionId session = SessionId.create(now);
        sessions.put(device, session);
        node.sessions()
                .open(ann, device, "web", session, report(report))
                .await()
                .indefinitely();
    }

    void report(DeviceId device, String report) {
        node.sessions()
                .report(ann, sessions.get(device), report(report))
                .await()
                .indefinitely();
    }

    void quietHours(String from, String to) {
        addresses().quietHours(ann, from, to);
    }

    NotificationId notify(String title, Priority priority, @Nullable String policy) {
        return node.intake()
                .take(
                        ann.tenant(),
                        new NotifyRequest(
                                NotifyRequest.To.person(ann.user().value()),
                                title,
                                null,
                                null,
                                null,
                                priority,
                                Duration.ofHours(20),
                                policy,
                                null,
                                null,
                                null),
                        null)
                .await()
                .indefinitely()
                .found()
                .notification()
                .id();
    }

    void answer(DeviceId device, NotificationId id, AckKind kind) {
        node.acks().ack(ann, id, device, kind).await().indefinitely();
    }

    /** Lets time pass in steps, with all timers. */
    void pass(Duration time, Duration step) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plus(step);
            sessions.forEach((device, session) ->
                    node.sessions().refresh(ann, session).await().indefinitely());
            node.tick(rig.shards().of(ann)).await().indefinitely();
            settle();
        }
    }

    /** Waits for what was begun by an event. */
    void settle() {
        try {
            node.redis.awaitQuiet();
            node.redis.awaitQuiet();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Found found(NotificationId id) {
        return node.store().find(ann.tenant(), id).await().indefinitely().orElseThrow();
    }

    State state(NotificationId id) {
        return found(id).tracked().state();
    }

    ModelNode node() {
        return node;
    }

    Addresses addresses() {
        return node.addresses();
    }

    List<Frame> frames() {
        return List.copyOf(frames);
    }

    List<Frame> rings() {
        return frames.stream().filter(Frame::ring).toList();
    }

    List<Frame> frames(DeviceId device) {
        return frames.stream().filter(frame -> frame.device().equals(device)).toList();
    }

    void forget() {
        frames.clear();
    }

    private static Report report(String json) {
        try {
            return Report.parse(RedisRig.json().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Screens implements DeviceChannel {

        @Override
        public void present(UserRef user, DeviceId device, List<SessionLocation> at, DeviceMessage shown) {
            record(
                    user,
                    new Frame(
                            device,
                            shown.notification().id(),
                            shown.notification().content().title(),
                            shown.ring(),
                            shown.attempt()));
        }

        @Override
        public void retract(UserRef user, DeviceId device, List<SessionLocation> at, Retraction retraction) {
            record(user, new Frame(device, retraction.notification(), null, false, 0));
        }

        /** The timers of a shard are those of other tests' users, too. */
        private void record(UserRef user, Frame frame) {
            if (user.equals(ann)) {
                frames.add(frame);
            }
        }
    }
}
