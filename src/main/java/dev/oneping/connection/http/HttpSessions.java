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

/** The sessions over HTTP that this node holds, and for a while those that have ended, so that their clients hear how. */
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

    void forgetSoon(HttpSession session) {
        vertx.setTimer(
                REMEMBERED.toMillis(),
                ignored -> sessions.remove(session.connection().session(), session));
    }

    /**
     * A device's session.
     *
     * @throws Problem if there is no such session of that device here
     */
    HttpSession find(String id, DeviceAddress device) {
        HttpSession session = find(id);
        if (session == null || !session.connection().address().equals(device)) {
            throw Problem.of(
                    ProblemType.SESSION_GONE,
                    "There is no session '" + id + "' of this device here: open a new one with POST /v1/sessions.");
        }
        return session;
    }

    /** A session, whoever asks; null if there is none of that name here. */
    @Nullable
    HttpSession find(String id) {
        return SessionId.isWellFormed(id) ? sessions.get(new SessionId(id)) : null;
    }
}
