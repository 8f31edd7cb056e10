package dev.oneping.presence.store;

import static dev.oneping.presence.store.PresenceRig.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.oneping.change.CommitResult;
import dev.oneping.events.LoggedEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.Observations;
import dev.oneping.presence.person.Lease;
import dev.oneping.presence.person.Person;
import dev.oneping.presence.person.PersonUpdate;
import dev.oneping.presence.person.PresenceCalculator;
import dev.oneping.presence.person.PresenceDebouncer;
import dev.oneping.presence.person.Session;
import dev.oneping.presence.report.AttentionReport;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.store.PresenceRig.Node;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every reply of {@code presence/commit.lua} and {@code presence/refresh.lua}, and their effect on leases and reviews.
 */
class PresenceStoreTest {

    private static final DeviceId PHONE = new DeviceId("phone");
    private static final Duration LEASE = PresenceRig.CONFIG.lease();

    private final PresenceRig rig = new PresenceRig();
    private final Node node = rig.node();
    private final Node other = rig.node();
    private final PresenceCalculator fold = new PresenceCalculator(PresenceRig.CONFIG, (node, tenant) -> null);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldCommitFieldsEventsAndTheNextReviewInOneStep() {
        SessionId session = SessionId.create(rig.now());
        Person before = await(node.store.person(rig.ann));

        CommitResult<Person, PersonUpdate> commit = commit(before, with(before, session), "");

        Person after = committed(commit);
        assertEquals(rig.now().toEpochMilli(), after.version());
        assertEquals(after, rig.stored(rig.ann));
        assertEquals(Optional.of(rig.now().plus(LEASE)), rig.review(rig.ann));
        assertEquals("1", rig.hash(rig.ann).get("v"));
        assertEquals(1, rig.events(rig.ann).size());
        long lifetime = await(rig.redis
                        .redis()
                        .command(Command.PTTL, rig.redis.shards().of(rig.ann).user(rig.ann)))
                .number();
        assertTrue(lifetime > Duration.ofDays(399).toMillis());
    }

    @Test
    void shouldKeepTheVersionWhereNothingIsChanged() {
        Person before = open(PHONE);

        Person after = committed(commit(before, before, ""));

        assertEquals(before.version(), after.version());
    }

    @Test
    void shouldRemoveFieldsAndTheReviewWithTheLastSession() {
        Person before = open(PHONE);

        commit(before, before.without(before.leases().keySet()), "closed");

        assertEquals(Set.of("v", "pv", "a", "p"), rig.hash(rig.ann).keySet());
        assertEquals(Optional.of(rig.now().plus(PresenceRig.CONFIG.publish().offlineGrace())), rig.review(rig.ann));
        rig.pass(PresenceRig.CONFIG.publish().offlineGrace());
        await(node.people.review(rig.ann));
        assertEquals(Optional.empty(), rig.review(rig.ann));
    }

    @Test
    void shouldAnswerAConflictWithTheCurrentFacts() {
        Person stale = await(node.store.person(rig.ann));
        Person fresh = open(PHONE);

        CommitResult<Person, PersonUpdate> commit = commit(stale, with(stale, SessionId.create(rig.now())), "");

        assertEquals(fresh, conflicting(commit));
        assertEquals(fresh, rig.stored(rig.ann));
        assertEquals(2, rig.events(rig.ann).size() + 1);
    }

    @Test
    void shouldNotEndASessionExtendedInTheMeantime() {
        Person seen = open(PHONE);
        SessionId session = seen.leases().keySet().iterator().next();
        rig.pass(LEASE);

        assertTrue(await(other.store.refresh(rig.ann, session, rig.now().plus(LEASE))));
        CommitResult<Person, PersonUpdate> commit = commit(seen, seen, "");

        Person fresh = conflicting(commit);
        assertEquals(
                rig.now().plus(LEASE), fresh.leases().values().iterator().next().endsAt());
        assertEquals(1, rig.events(rig.ann).size());
    }

    @Test
    void shouldRefreshWithoutANewVersionOrReview() {
        Person before = open(PHONE);
        SessionId session = before.leases().keySet().iterator().next();
        rig.pass(Duration.ofSeconds(25));

        assertTrue(await(node.store.refresh(rig.ann, session, rig.now().plus(LEASE))));

        Person after = rig.stored(rig.ann);
        assertEquals(before.version(), after.version());
        assertEquals(
                rig.now().plus(LEASE), after.leases().values().iterator().next().endsAt());
        assertEquals(Optional.of(rig.now().minusSeconds(25).plus(LEASE)), rig.review(rig.ann));
    }

    @Test
    void shouldNeverReviveASessionByARefresh() {
        Person before = open(PHONE);
        SessionId session = before.leases().keySet().iterator().next();
        rig.pass(LEASE);
        await(other.people.review(rig.ann));

        assertFalse(await(node.store.refresh(rig.ann, session, rig.now().plus(LEASE))));

        assertEquals(Set.of("v", "pv", "a", "p"), rig.hash(rig.ann).keySet());
    }

    @Test
    void shouldPublishAnExpiredLeaseExactlyOnceDespiteRepeatedReviews() {
        open(PHONE);
        rig.pass(LEASE.minusMillis(1));
        await(node.people.review(rig.ann));
        assertEquals(1, rig.events(rig.ann).size());

        rig.pass(Duration.ofMillis(1));
        await(node.people.review(rig.ann));
        await(other.people.review(rig.ann));

        LoggedEvent offline = rig.events(rig.ann).getLast();
        assertEquals(2, rig.events(rig.ann).size());
        assertEquals("presence.device.offline", offline.type());
        assertEquals("{\"device\":\"phone\",\"reason\":\"lease_expired\"}", offline.data());
        assertEquals(new PresenceChanged(rig.ann, Set.of(), Set.of(PHONE), true), rig.told.getLast());
    }

    @Test
    void shouldPublishDecayWhenDue() {
        AttentionReport typing = new AttentionReport(true, true, Duration.ZERO, null);
        SessionId session = SessionId.create(rig.now());
        await(node.sessions.open(rig.ann, PHONE, "ios", session, new Report(1, typing, null, null, null, null)));
        Instant start = rig.now();
        for (int i = 0; i < 4; i++) {
            rig.pass(Duration.between(rig.now(), rig.review(rig.ann).orElseThrow()));
            assertTrue(await(node.sessions.refresh(rig.ann, session)));
            await(other.people.review(rig.ann));
        }

        assertEquals(
                List.of("active", "passive", "unknown"),
                rig.events(rig.ann).stream()
                        .filter(event -> event.type().equals("presence.attention.changed"))
                        .map(event -> event.data().replaceFirst(".*\"attention\":\"(\\w+)\".*", "$1"))
                        .toList());
        Attention attention = await(node.store.load(rig.ann)).attention();
        assertEquals(start.plusSeconds(90), attention.since());
    }

    /** A Redis that lost its memory counts on from the time, so no version ever means two things. */
    @Test
    void shouldNotTrustTheCacheAfterRedisLostItsData() {
        open(PHONE);
        await(rig.redis
                .redis()
                .command(Command.DEL, rig.redis.shards().of(rig.ann).user(rig.ann)));
        rig.pass(Duration.ofMillis(2));

        DeviceId laptop = new DeviceId("laptop");
        await(other.sessions.open(rig.ann, laptop, "web", SessionId.create(rig.now()), Report.EMPTY));
        await(node.sessions.open(rig.ann, laptop, "web", SessionId.create(rig.now()), Report.EMPTY));

        assertEquals(Set.of(laptop), rig.stored(rig.ann).devices(rig.now()));
        assertEquals(2, rig.stored(rig.ann).leases().size());
    }

    private Person open(DeviceId device) {
        await(node.sessions.open(rig.ann, device, "ios", SessionId.create(rig.now()), Report.EMPTY));
        return rig.stored(rig.ann);
    }

    private CommitResult<Person, PersonUpdate> commit(Person before, Person draft, String reason) {
        PersonUpdate transition = PersonUpdate.of(
                fold,
                new PresenceDebouncer(PresenceRig.CONFIG, (node, tenant) -> null),
                before,
                draft,
                reason,
                rig.now());
        return await(node.store.commit(transition, rig.now()));
    }

    private Person with(Person person, SessionId id) {
        Session session = new Session(PHONE, "ios", node.id, rig.now(), -1, Observations.NONE, null);
        return person.with(id, new Lease(session, rig.now().plus(LEASE)));
    }

    private static Person committed(CommitResult<Person, PersonUpdate> result) {
        return result instanceof CommitResult.Committed<Person, PersonUpdate>(PersonUpdate update)
                ? update.after()
                : fail(result.toString());
    }

    private static Person conflicting(CommitResult<Person, PersonUpdate> result) {
        return result instanceof CommitResult.Conflict<Person, PersonUpdate>(Person person) && person != null
                ? person
                : fail(result.toString());
    }
}
