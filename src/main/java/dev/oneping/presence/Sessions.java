package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PersonChange.Step;
import dev.oneping.presence.attention.Observations;
import dev.oneping.presence.report.Report;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The life of sessions: opened, reported on, refreshed, closed. Each has a lease; who neither reports nor refreshes within
 * it is gone, and once that is stored nothing brings the session back. Answers may come on any thread.
 */
@Singleton
public class Sessions {

    private final PersonUpdater people;
    private final PresenceStore store;
    private final NodeId self;
    private final Clock clock;
    private final Duration lease;
    private final int maxDevices;
    private final int maxSessions;
    private final NetworkHash networks;
    private final MassDisconnectDetector losses;

    Sessions(
            PersonUpdater people,
            PresenceStore store,
            PresenceConfig config,
            MassDisconnectDetector losses,
            NodeId self,
            Clock clock) {
        this.people = people;
        this.store = store;
        this.self = self;
        this.clock = clock;
        this.lease = config.lease();
        this.maxDevices = config.devices();
        this.maxSessions = config.sessionsPerDevice();
        this.losses = losses;
        this.networks = new NetworkHash(config);
    }

    /**
     * Opens a session that this node holds. To open one again that is still open takes it over from whichever node held
     * it.
     *
     * @param platform what the client says it is; a registration's word goes before it
     * @param first    what the client observes
     */
    public Uni<OpenResult> open(UserRef user, DeviceId device, String platform, SessionId session, Report first) {
        return open(user, device, platform, session, first, ResumeIdentity.NONE);
    }

    /**
     * The same for a client that can come back: the sessions of the device that it had before, wherever they are held, are
     * over as this one begins.
     */
    public Uni<OpenResult> open(
            UserRef user, DeviceId device, String platform, SessionId session, Report first, ResumeIdentity lineage) {
        Report salted = networks.salted(user, first);
        PersonChange<OpenResult> open = (person, now) -> {
            Set<DeviceId> known = person.devices(now);
            if (!known.contains(device) && known.size() >= maxDevices) {
                return new Step.Leave<>(new OpenResult.TooManyDevices(maxDevices));
            }
            List<SessionLocation> replaced = replaced(person, device, session, lineage);
            Person rest = person.without(
                    replaced.stream().map(SessionLocation::session).collect(Collectors.toSet()));
            if (others(rest, device, session, now) >= maxSessions) {
                return new Step.Leave<>(new OpenResult.TooManySessions(maxSessions));
            }
            Session opened =
                    new Session(device, platform, self, now, Report.UNNUMBERED, Observations.NONE, lineage.epoch());
            return new Step.Make<>(
                    rest.with(session, new Lease(opened.with(salted, now), now.plus(lease))),
                    "",
                    presence -> new OpenResult.Opened(presence, replaced));
        };
        return people.change(user, open).invoke(opening -> {
            if (opening instanceof OpenResult.Opened) {
                losses.opened(session);
            }
        });
    }

    /**
     * Takes a report, and with it refreshes the lease. A report that comes late, by its sequence number, is dropped.
     *
     * @return false if there is no such session any more
     */
    public Uni<Boolean> report(UserRef user, SessionId session, Report report) {
        Report salted = networks.salted(user, report);
        return people.change(user, (person, now) -> {
            Lease held = person.leases().get(session);
            if (held == null) {
                return new Step.Leave<>(false);
            }
            if (held.session().isLate(salted)) {
                return new Step.Leave<>(true);
            }
            Lease renewed = new Lease(held.session().with(salted, now), now.plus(lease));
            return new Step.Make<>(person.with(session, renewed), "", ignored -> true);
        });
    }

    /**
     * Says that the connection lives, which says nothing of the person.
     *
     * @return false if there is no such session any more
     */
    public Uni<Boolean> refresh(UserRef user, SessionId session) {
        return store.refresh(user, session, Instant.ofEpochMilli(clock.millis()).plus(lease));
    }

    /**
     * Ends a session that this node holds. Without effect where it has ended, or another node has taken it over: so a
     * connection that was replaced can be closed at any later time.
     *
     * @param reason the word for the offline event, if this was the device's last session
     */
    public Uni<Void> close(UserRef user, SessionId session, String reason) {
        losses.closed(session);
        PersonChange<Boolean> close = (person, now) -> {
            Lease held = person.leases().get(session);
            return held == null || !held.session().node().equals(self)
                    ? new Step.Leave<>(false)
                    : new Step.Make<>(person.without(Set.of(session)), reason, ignored -> true);
        };
        return people.change(user, close).replaceWithVoid();
    }

    /**
     * Ends a session wherever it is held, at the wish of its device or of an app.
     *
     * @param reason the word for the offline event, if this was the device's last session
     * @return where it was held, so that its connection can be closed there; empty if it is not one of that device
     */
    public Uni<Optional<SessionLocation>> end(UserRef user, DeviceId device, SessionId session, String reason) {
        return people.change(user, (person, now) -> {
            Lease held = person.leases().get(session);
            if (held == null || !held.session().device().equals(device)) {
                return new Step.Leave<>(Optional.empty());
            }
            SessionLocation at = new SessionLocation(session, held.session().node());
            return new Step.Make<>(person.without(Set.of(session)), reason, ignored -> Optional.of(at));
        });
    }

    private static List<SessionLocation> replaced(
            Person person, DeviceId device, SessionId session, ResumeIdentity lineage) {
        return person.leases().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(session))
                .filter(entry -> entry.getValue().session().device().equals(device))
                .filter(entry -> lineage.replaces(entry.getValue().session()))
                .map(entry -> new SessionLocation(
                        entry.getKey(), entry.getValue().session().node()))
                .toList();
    }

    private static long others(Person person, DeviceId device, SessionId session, Instant now) {
        return person.leases().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(session))
                .map(Map.Entry::getValue)
                .filter(held -> held.session().device().equals(device) && !held.isOver(now))
                .count();
    }
}
