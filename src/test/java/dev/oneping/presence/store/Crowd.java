package dev.oneping.presence.store;

import static dev.oneping.presence.store.PresenceRig.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.store.PresenceRig.Node;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Multi;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/** Users of one tenant with their devices on one node; for tests of what others see of them on another node. */
public final class Crowd implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TYPING =
            "{'attention':{'visible':true,'focused':true,'idle_ms':0,'screen':'unlocked'},'invisible':false}";

    private static final String HIDING = TYPING.replace("'invisible':false", "'invisible':true");

    private final PresenceRig rig = new PresenceRig();
    private final Node theirs = rig.node();
    private final Node ours = rig.node();

    /** Somebody of that tenant. */
    public UserRef user(String name) {
        return new UserRef(rig.ann.tenant(), new UserId(name));
    }

    /** Somebody sits down at a device and types. */
    public SessionId sitsAt(String device, UserRef user) {
        return connects(user, device, TYPING);
    }

    /** All of them do so, many at the same time. */
    public void allSitAt(String device, List<UserRef> users) {
        await(Multi.createFrom()
                .iterable(users)
                .onItem()
                .transformToUni(user -> theirs.sessions.open(
                        user, new DeviceId(device), "web", SessionId.create(rig.now()), report(TYPING)))
                .merge(64)
                .collect()
                .last());
    }

    /** The same with a device that others shall not see. */
    public SessionId hidesAt(String device, UserRef user) {
        return connects(user, device, HIDING);
    }

    /** Somebody locks the screen of a device. */
    public void locks(UserRef user, SessionId session) {
        await(theirs.sessions.report(user, session, report("{'attention':{'visible':false,'screen':'locked'}}")));
    }

    /** Somebody types on a device. */
    public void types(UserRef user, SessionId session) {
        await(theirs.sessions.report(user, session, report(TYPING)));
    }

    /** Somebody does not want a device to be seen by others, while typing on it. */
    public void hides(UserRef user, SessionId session) {
        await(theirs.sessions.report(user, session, report(HIDING)));
    }

    /** A device says that its battery is at that level, which no event tells. */
    public void chargesTo(double level, UserRef user, SessionId session) {
        await(theirs.sessions.report(user, session, report("{'battery':{'level':" + level + "}}")));
    }

    /** A device is closed. */
    public void leaves(UserRef user, SessionId session) {
        await(theirs.sessions.close(user, session, "closed"));
    }

    /** Somebody wants to be seen by nobody, or by all again. */
    public void invisible(UserRef user, boolean wish) {
        await(theirs.registry.setPreferences(user, new Preferences(null, null, null, null, wish)));
    }

    /** Time passes, and what has become otherwise by it is stored where it is due. */
    public void pass(Duration time, UserRef... people) {
        rig.pass(time);
        for (UserRef user : people) {
            if (rig.review(user).filter(due -> !due.isAfter(rig.now())).isPresent()) {
                await(theirs.people.review(user));
            }
        }
    }

    /** Presence as another node reads it. */
    public PresenceStore store() {
        return ours.store;
    }

    /** What others see, as another node reads it. */
    public VisiblePresenceStore seen() {
        return new VisiblePresenceStore(redis().redis(), redis().shards());
    }

    /** The events of a person. */
    public List<LoggedEvent> events(UserRef user) {
        return rig.events(user);
    }

    /** Where events are told. */
    public EventLog log() {
        return rig.log;
    }

    /** The lower floors. */
    public RedisRig redis() {
        return rig.redis;
    }

    /** The clock that only {@link #pass} moves. */
    public Clock clock() {
        return ((InstantSource) rig::now).withZone(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        rig.close();
    }

    private SessionId connects(UserRef user, String device, String report) {
        SessionId session = SessionId.create(rig.now());
        await(theirs.sessions.open(user, new DeviceId(device), "web", session, report(report)));
        return session;
    }

    private static Report report(String json) {
        try {
            return Report.parse(JSON.readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
