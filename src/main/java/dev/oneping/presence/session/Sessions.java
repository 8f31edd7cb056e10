package dev.oneping.presence.session;

import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.change.Change.Step;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.attention.Observations;
import dev.oneping.presence.person.Lease;
import dev.oneping.presence.person.Person;
import dev.oneping.presence.person.PersonChange;
import dev.oneping.presence.person.Session;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.store.PersonUpdater;
import dev.oneping.presence.store.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of sessions: open, report, refresh, close. Each has a lease; a session that neither reports nor
 * refreshes within it ends for good. Results may arrive on any thread.
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
    private final MassDisconnectDetector massDisconnects;
    private final Revocations revoked;

    @Inject
    public Sessions(
            PersonUpdater people,
            PresenceStore store,
            PresenceConfig config,
            MassDisconnectDetector massDisconnects,
            NodeId self,
            Clock clock,
            DeviceTokens tokens) {
        this(people, store, config, massDisconnects, self, clock, tokens::isRevokedSince);
    }

    public Sessions(
            PersonUpdater people,
            PresenceStore store,
            PresenceConfig config,
            MassDisconnectDetector massDisconnects,
            NodeId self,
            Clock clock,
            Revocations revoked) {
        this.revoked = revoked;
        this.people = people;
        this.store = store;
        this.self = self;
        this.clock = clock;
        this.lease = config.lease();
        this.maxDevices = config.devices();
        this.maxSessions = config.sessionsPerDevice();
        this.massDisconnects = massDisconnects;
        this.networks = new NetworkHash(config);
    }

    /**
     * Opens a session on this node. Opening an existing session takes it over from the node that held it.
     *
     * @param platform the platform that the client reports; a registration takes precedence
     * @param first    the client's first observations
     */
    public Uni<OpenResult> open(UserRef user, DeviceId device, String platform, SessionId session, Report first) {
        return open(user, device, platform, session, first, ResumeIdentity.NONE);
    }

    /**
     * Opens a session of a client that can resume: its earlier sessions on the device, on any node, end as this one
     * begins.
     */
    public Uni<OpenResult> open(
            UserRef user, DeviceId device, String platform, SessionId session, Report first, ResumeIdentity identity) {
        Report salted = networks.salted(user, first);
        PersonChange<OpenResult> open = (person, now) -> {
            Set<DeviceId> known = person.devices(now);
            if (!known.contains(device) && known.size() >= maxDevices) {
                return new Step.Keep<>(new OpenResult.TooManyDevices(maxDevices));
            }
            List<SessionLocation> replaced = replaced(person, device, session, identity);
            Person rest = person.without(
                    replaced.stream().map(SessionLocation::session).collect(Collectors.toSet()));
            if (others(rest, device, session, now) >= maxSessions) {
                return new Step.Keep<>(new OpenResult.TooManySessions(maxSessions));
            }
            Session opened =
                    new Session(device, platform, self, now, Report.UNNUMBERED, Observations.NONE, identity.epoch());
            return new Step.Write<>(
                    PersonChange.Draft.of(rest.with(session, new Lease(opened.with(salted, now), now.plus(lease)))),
                    update -> new OpenResult.Opened(update.presence(), replaced));
        };
        return people.change(user, open).invoke(opening -> {
            if (opening instanceof OpenResult.Opened) {
                massDisconnects.opened(user.tenant(), session);
            }
        });
    }

    /**
     * Accepts a report and refreshes the lease. A late report, by its sequence number, is dropped.
     *
     * @return false if the session no longer exists
     */
    public Uni<Boolean> report(UserRef user, SessionId session, Report report) {
        Report salted = networks.salted(user, report);
        Lease known = store.remembered(user, session);
        Uni<Boolean> stored = store(user, session, salted);
        return stored.chain(alive -> alive || known == null
                ? Uni.createFrom().item(alive)
                : restore(user, session, known)
                        .chain(restored -> restored
                                ? store(user, session, salted)
                                : Uni.createFrom().item(false)));
    }

    private Uni<Boolean> store(UserRef user, SessionId session, Report salted) {
        return people.change(user, (person, now) -> {
            Lease held = person.leases().get(session);
            if (held == null) {
                return new Step.Keep<>(false);
            }
            if (held.session().isLate(salted)) {
                return new Step.Keep<>(true);
            }
            Lease renewed = new Lease(held.session().with(salted, now), now.plus(lease));
            return new Step.Write<>(PersonChange.Draft.of(person.with(session, renewed)), ignored -> true);
        });
    }

    /**
     * Extends the lease because the connection is alive, which says nothing about the user. A session whose lease ended
     * while this node could not reach Redis is stored again as it was.
     *
     * @return false if the session no longer exists
     */
    public Uni<Boolean> refresh(UserRef user, SessionId session) {
        Lease known = store.remembered(user, session);
        return store.refresh(user, session, Instant.ofEpochMilli(clock.millis()).plus(lease))
                .chain(alive -> alive || known == null ? Uni.createFrom().item(alive) : restore(user, session, known));
    }

    private Uni<Boolean> restore(UserRef user, SessionId session, Lease known) {
        return revoked.since(user, known.session().device(), known.session().connectedAt())
                .chain(gone -> gone ? Uni.createFrom().item(false) : put(user, session, known));
    }

    private Uni<Boolean> put(UserRef user, SessionId session, Lease known) {
        return people.change(user, (person, now) -> {
            Lease held = person.leases().get(session);
            if (held != null) {
                return new Step.Keep<>(true);
            }
            Lease lapsed = lapsed(person, session, known, now);
            return lapsed == null
                    ? new Step.Keep<>(false)
                    : new Step.Write<>(
                            PersonChange.Draft.of(person.with(session, new Lease(lapsed.session(), now.plus(lease)))),
                            ignored -> true);
        });
    }

    /**
     * Returns a session that this node holds, and that others have removed because its lease was over; null if it was
     * ended otherwise, or its device has a newer session or was removed.
     */
    private @Nullable Lease lapsed(Person person, SessionId session, @Nullable Lease known, Instant now) {
        if (known == null || !known.isOver(now) || !known.session().node().equals(self) || person.version() == 0) {
            return null;
        }
        DeviceId device = known.session().device();
        return others(person, device, session, now) == 0 && person.devices(now).size() < maxDevices ? known : null;
    }

    /**
     * Ends a session that this node holds and whose connection was lost. Has no effect if it has ended, or another node has taken it over, so a
     * replaced connection can be closed at any later time.
     *
     * @param reason the reason code of the offline event, if this was the device's last session
     */
    public Uni<Void> close(UserRef user, SessionId session, String reason) {
        massDisconnects.lost(user.tenant(), session);
        return remove(user, session, reason);
    }

    /** Does the same for a session that its client, or the service, has ended on purpose: that is no sign of an outage. */
    public Uni<Void> leave(UserRef user, SessionId session, String reason) {
        massDisconnects.left(user.tenant(), session);
        return remove(user, session, reason);
    }

    private Uni<Void> remove(UserRef user, SessionId session, String reason) {
        PersonChange<Boolean> close = (person, now) -> {
            Lease held = person.leases().get(session);
            return held == null || !held.session().node().equals(self)
                    ? new Step.Keep<>(false)
                    : new Step.Write<>(
                            new PersonChange.Draft(person.without(Set.of(session)), reason), ignored -> true);
        };
        return people.change(user, close).replaceWithVoid();
    }

    /**
     * Ends a session on any node, as requested by its device or an app.
     *
     * @param reason the reason code of the offline event, if this was the device's last session
     * @return where it was held, so that its connection can be closed there; empty if the device has no such session
     */
    public Uni<Optional<SessionLocation>> end(UserRef user, DeviceId device, SessionId session, String reason) {
        return people.change(user, (person, now) -> {
            Lease held = person.leases().get(session);
            if (held == null || !held.session().device().equals(device)) {
                return new Step.Keep<>(Optional.empty());
            }
            SessionLocation at = new SessionLocation(session, held.session().node());
            return new Step.Write<>(
                    new PersonChange.Draft(person.without(Set.of(session)), reason), ignored -> Optional.of(at));
        });
    }

    private static List<SessionLocation> replaced(
            Person person, DeviceId device, SessionId session, ResumeIdentity identity) {
        return person.leases().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(session))
                .filter(entry -> entry.getValue().session().device().equals(device))
                .filter(entry -> identity.replaces(entry.getValue().session()))
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

    /** A record of devices whose credentials were revoked. */
    @FunctionalInterface
    public interface Revocations {

        /** Returns whether a device was revoked after an instant. */
        Uni<Boolean> since(UserRef user, DeviceId device, Instant since);
    }
}
