package dev.oneping.connection.http;

import dev.oneping.connection.DeviceAddress;
import dev.oneping.model.SessionId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The HTTP sessions of this node, including recently ended ones, so that their clients learn the reason. */
@Singleton
class HttpSessions {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Map<SessionId, HttpSession> sessions = new ConcurrentHashMap<>();
    private final Vertx vertx;

    HttpSessions(Vertx vertx) {
        this.vertx = vertx;
    }

    void add(HttpSession session) {
        sessions.put(session.connection().session(), session);
    }

    /** Forgets an ended session once its client must have learned of it; one without a hello was never known. */
    void forgetSoon(HttpSession session) {
        if (!session.connection().hasSession()) {
            return;
        }
        vertx.setTimer(
                REMEMBERED.toMillis(),
                ignored -> sessions.remove(session.connection().session(), session));
    }

    /**
     * Returns a device's session.
     *
     * @throws Problem if the device has no such session on this node
     */
    HttpSession find(String id, DeviceAddress device) {
        HttpSession session = find(id);
        if (session == null || !session.connection().address().equals(device)) {
            throw Problem.of(
                    ProblemType.SESSION_GONE,
                    "This device has no session '" + id + "' on this node; open a new one with POST /v1/sessions.");
        }
        return session;
    }

    /** Returns a session of any device; null if this node has none with this id. */
    @Nullable
    HttpSession find(String id) {
        return SessionId.isWellFormed(id) ? sessions.get(new SessionId(id)) : null;
    }
}
