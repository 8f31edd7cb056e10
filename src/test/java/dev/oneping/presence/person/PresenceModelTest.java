package dev.oneping.presence.person;

import static dev.oneping.presence.store.PresenceRig.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.RandomReports;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.session.OpenResult;
import dev.oneping.presence.store.PresenceRig;
import dev.oneping.presence.store.PresenceRig.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sessions that open, report, refresh, close, are taken over or crash at random on three nodes, one of which
 * occasionally dies with all its state, against a model of a few lines: a map of sessions, each with its lease and the
 * number of its last report. Reports are delayed, duplicated, reordered, or arrive after the end of their session;
 * reviews are sometimes late.
 */
@Tag("slow")
class PresenceModelTest {

    private static final int STEPS = 4_000;
    private static final List<DeviceId> DEVICES =
            List.of(new DeviceId("laptop"), new DeviceId("phone"), new DeviceId("tablet"));

    private final PresenceRig rig = new PresenceRig();
    private final List<Node> nodes = new ArrayList<>(List.of(rig.node(), rig.node(), rig.node()));
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private final Map<SessionId, Modelled> model = new LinkedHashMap<>();
    private final List<SessionId> ended = new ArrayList<>();
    private final List<Flying> flying = new ArrayList<>();
    private final Map<SessionId, Long> reported = new HashMap<>();
    private int overtaken;
    private final List<String> transitions = new ArrayList<>();
    private final SortedSet<String> online = new TreeSet<>();
    private final Map<String, Instant> leaving = new HashMap<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldAgreeWithTheModelThroughThousandsOfSteps() {
        System.out.println("seed " + seed);
        for (int step = 0; step < STEPS; step++) {
            act();
            if (random.nextInt(3) == 0) {
                rig.pass(Duration.ofMillis(random.nextInt(8_000)));
                reviewIfDue();
            }
            assertAgrees(step);
        }

        assertTrue(transitions.size() > 100, "too little has happened for a proof");
        assertTrue(overtaken > 50, "too few reports came late or twice for a proof");
        silence();
        assertEquals(Set.of(), online, "who is never heard again is gone");
        assertEquals(
                transitions,
                rig.events(rig.ann).stream()
                        .filter(event -> event.type().startsWith("presence.device."))
                        .map(event -> event.type() + event.data().replaceFirst(".*\"device\":\"(\\w+)\".*", " $1"))
                        .toList());
        EventStory.assertTells(rig.events(rig.ann), rig.stored(rig.ann).published());
    }

    private void act() {
        switch (random.nextInt(16)) {
            case 0 -> open(SessionId.create(rig.now()), any(DEVICES));
            case 1 -> anySession().ifPresent(id -> open(id, modelled(id).device));
            case 2, 3, 4 -> anySession().ifPresent(this::end);
            case 5 -> anySession().ifPresent(id -> model.put(id, modelled(id).crash()));
            case 6 -> disturbAnEndedOne();
            case 7, 8 -> anySession().ifPresent(this::refresh);
            case 9, 10, 11 -> anySession().ifPresent(this::say);
            case 12 -> killANodeNowAndThen();
            default -> land();
        }
    }

    /** Nobody says anything any more, until there is nothing left to look at. */
    private void silence() {
        while (rig.review(rig.ann).isPresent()) {
            rig.pass(Duration.between(rig.now(), rig.review(rig.ann).orElseThrow()));
            await(any(nodes).people.review(rig.ann));
            settle();
        }
        assertAgrees(STEPS);
    }

    private void open(SessionId id, DeviceId device) {
        Node node = any(nodes);
        Report first = RandomReports.report(random, 0);
        OpenResult opening = await(node.sessions.open(rig.ann, device, "web", id, first));
        long others = model.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(id) && entry.getValue().isLiveOn(device, rig.now()))
                .count();
        if (others >= PresenceRig.CONFIG.sessionsPerDevice()) {
            assertInstanceOf(OpenResult.TooManySessions.class, opening);
            return;
        }
        assertInstanceOf(OpenResult.Opened.class, opening);
        model.put(id, new Modelled(device, node, leaseEnd(), 0, first.battery(), false));
        reported.put(id, 0L);
        flying.removeIf(report -> report.session.equals(id));
        settle();
    }

    private void end(SessionId id) {
        Node closer = any(nodes);
        await(closer.sessions.close(rig.ann, id, "closed"));
        if (closer == modelled(id).node) {
            String device = modelled(id).device.value();
            model.remove(id);
            ended.add(id);
            settle(device);
        }
    }

    private void disturbAnEndedOne() {
        if (!ended.isEmpty()) {
            SessionId id = any(ended);
            assertFalse(await(any(nodes).sessions.refresh(rig.ann, id)));
            assertFalse(await(any(nodes).sessions.report(rig.ann, id, RandomReports.report(random, 1_000_000))));
            await(any(nodes).sessions.close(rig.ann, id, "closed"));
        }
    }

    private void refresh(SessionId id) {
        assertTrue(await(any(nodes).sessions.refresh(rig.ann, id)));
        model.put(id, modelled(id).refreshed(leaseEnd()));
    }

    private void say(SessionId id) {
        long seq = reported.merge(id, 1L, Long::sum);
        flying.add(new Flying(id, RandomReports.report(random, seq)));
    }

    /** One in four comes once more some time later. */
    private void land() {
        if (flying.isEmpty()) {
            return;
        }
        Flying report = random.nextInt(4) == 0 ? any(flying) : flying.remove(random.nextInt(flying.size()));
        Modelled before = model.get(report.session);
        boolean known = await(any(nodes).sessions.report(rig.ann, report.session, report.content));
        assertEquals(before != null, known, () -> "seed " + seed);
        if (before != null && report.content.seq() > before.seq) {
            model.put(report.session, before.reported(report.content).refreshed(leaseEnd()));
            settle();
        } else {
            overtaken++;
        }
    }

    /** Its sessions are left to their leases, and another node comes in its place. */
    private void killANodeNowAndThen() {
        if (random.nextInt(8) == 0) {
            Node dead = nodes.set(random.nextInt(nodes.size()), rig.node());
            model.replaceAll((id, session) -> session.node == dead ? session.crash() : session);
        }
    }

    /** Most reviews come in time; one in four is late, as after a pause of the node that should have made it. */
    private void reviewIfDue() {
        while (random.nextInt(4) > 0
                && rig.review(rig.ann).filter(due -> !due.isAfter(rig.now())).isPresent()) {
            await(any(nodes).people.review(rig.ann));
            settle();
        }
    }

    /** What every commit does: sessions whose lease is over end, and devices come and go with their sessions. */
    private void settle() {
        settle("");
    }

    /** Subscribers are told of a closed device when it has not come back for the grace; of all else at once. */
    private void settle(String closed) {
        Set<SessionId> over = model.entrySet().stream()
                .filter(entry -> !entry.getValue().leaseEnd.isAfter(rig.now()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        model.keySet().removeAll(over);
        ended.addAll(over);
        SortedSet<String> now = new TreeSet<>();
        model.values().forEach(session -> now.add(session.device.value()));
        leaving.keySet().removeAll(now);
        for (String device : List.copyOf(online)) {
            if (!now.contains(device)) {
                Instant due = leaving.computeIfAbsent(
                        device,
                        lost -> lost.equals(closed)
                                ? rig.now().plus(PresenceRig.CONFIG.publish().offlineGrace())
                                : rig.now());
                if (!rig.now().isBefore(due)) {
                    leaving.remove(device);
                    online.remove(device);
                    transitions.add("presence.device.offline " + device);
                }
            }
        }
        now.stream().filter(online::add).forEach(device -> transitions.add("presence.device.online " + device));
    }

    private void assertAgrees(int step) {
        Presence presence = await(any(nodes).store.load(rig.ann));
        Map<SessionId, Modelled> live = model.entrySet().stream()
                .filter(entry -> entry.getValue().leaseEnd.isAfter(rig.now()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertEquals(
                live.entrySet().stream()
                        .map(entry -> new SessionLocation(entry.getKey(), entry.getValue().node.id))
                        .collect(Collectors.toSet()),
                presence.devices().stream()
                        .flatMap(device -> device.sessions().stream())
                        .collect(Collectors.toSet()),
                () -> "step " + step + ", seed " + seed);
        Map<SessionId, Lease> stored = rig.stored(rig.ann).leases();
        assertEquals(model.keySet(), stored.keySet());
        stored.forEach((id, lease) -> {
            Observed<Battery> battery = lease.session().seen().battery();
            assertEquals(modelled(id).seq, lease.session().seq());
            assertEquals(
                    modelled(id).level(),
                    Optional.ofNullable(battery).map(seen -> seen.value().level()));
        });
    }

    private Optional<SessionId> anySession() {
        List<SessionId> alive = model.entrySet().stream()
                .filter(entry -> !entry.getValue().crashed)
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(SessionId::value))
                .toList();
        return alive.isEmpty() ? Optional.empty() : Optional.of(any(alive));
    }

    private Modelled modelled(SessionId id) {
        return Optional.ofNullable(model.get(id)).orElseThrow();
    }

    private Instant leaseEnd() {
        return rig.now().plus(PresenceRig.CONFIG.lease());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A report on its way. */
    private record Flying(SessionId session, Report content) {}

    private record Modelled(
            DeviceId device,
            Node node,
            Instant leaseEnd,
            long seq,
            @Nullable Battery battery,
            boolean crashed) {

        boolean isLiveOn(DeviceId other, Instant now) {
            return device.equals(other) && leaseEnd.isAfter(now);
        }

        Modelled crash() {
            return new Modelled(device, node, leaseEnd, seq, battery, true);
        }

        Modelled refreshed(Instant until) {
            return new Modelled(device, node, until, seq, battery, crashed);
        }

        Modelled reported(Report report) {
            return new Modelled(
                    device,
                    node,
                    leaseEnd,
                    report.seq(),
                    report.battery() == null ? battery : report.battery(),
                    crashed);
        }

        Optional<Double> level() {
            return Optional.ofNullable(battery).map(Battery::level);
        }
    }
}
