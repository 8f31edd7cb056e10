package dev.oneping.notify.turn;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.port.AttemptNacked;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.presence.report.Report;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Some users with two devices each, and some nodes, under random events: at every step each user's world performs one
 * action, all of them concurrently. Time passes only here. Nodes die and are suspended between any two of their own
 * steps, frames between nodes are lost, answers come late and twice.
 */
final class ModelWorld {

    private static final int NODES = 3;
    private static final int PEOPLE = 8;
    private static final double LOST = 0.03;
    /** Longer than any notification lives, in steps shorter than a claim and a lease. */
    private static final int TO_THE_END = 35;

    private static final List<AckKind> KINDS = List.of(AckKind.values());
    private static final List<String> REPORTS = List.of(
            "{\"attention\":{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}}",
            "{\"attention\":{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\",\"typing\":true}}",
            "{\"attention\":{\"visible\":false,\"focused\":false,\"screen\":\"locked\"}}",
            "{\"attention\":{\"visible\":true,\"focused\":false,\"idle_ms\":90000,\"screen\":\"unlocked\"}}");

    private final RedisRig rig;
    private final Random random;
    private final boolean gentle;
    private final List<ModelNode> nodes = new ArrayList<>();
    private final List<ModelDevice> devices = new ArrayList<>();
    private final List<UserRef> people = new ArrayList<>();
    private final List<NotificationId> known = new ArrayList<>();
    private final ConcurrentHashMap<NotificationId, UserRef> owners = new ConcurrentHashMap<>();
    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    /** Creates a world; a gentle one has no deaths, no suspensions and no losses. */
    ModelWorld(RedisRig rig, Random random, boolean gentle) {
        this.rig = rig;
        this.random = random;
        this.gentle = gentle;
        for (int i = 0; i < NODES; i++) {
            nodes.add(node());
        }
        for (int i = 0; i < PEOPLE; i++) {
            UserRef person = new UserRef(rig.someone().tenant(), new UserId("p" + i));
            people.add(person);
            devices.add(new ModelDevice(person, new DeviceId("laptop")));
            devices.add(new ModelDevice(person, new DeviceId("phone")));
        }
    }

    List<UserRef> people() {
        return people;
    }

    List<ModelDevice> devices() {
        return devices;
    }

    /** Returns a node that is up. If the last one has just died of what it still had to do, it is started again. */
    ModelNode anyNode() {
        for (int i = 0; i < nodes.size() && nodes.stream().noneMatch(ModelNode::isUp); i++) {
            if (nodes.get(i).redis.isDead()) {
                replace(i);
            }
        }
        List<ModelNode> up = nodes.stream().filter(ModelNode::isUp).toList();
        return up.get(random.nextInt(up.size()));
    }

    /** Performs one concurrent step for all users. */
    void step() throws InterruptedException {
        now = now.plusMillis(random.nextInt(8_000));
        if (!gentle) {
            harm();
        }
        List<Uni<?>> doings = new ArrayList<>();
        for (UserRef person : people) {
            doings.add(something(person));
            if (random.nextInt(4) == 0) {
                doings.add(something(person));
            }
        }
        for (ModelNode node : nodes) {
            if (node.isUp()) {
                people.forEach(person -> doings.add(node.tick(rig.shards().of(person))));
            }
        }
        together(doings);
        devices.forEach(device -> device.receive(random));
    }

    /** Restores all nodes and connections, and lets time pass until every open notification must have ended. */
    void comeToAnEnd() throws InterruptedException {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).redis.resume();
            quiet();
            if (nodes.get(i).redis.isDead()) {
                replace(i);
            }
        }
        together(devices.stream().<Uni<?>>map(this::comeBack).toList());
        for (int i = 0; i < TO_THE_END; i++) {
            now = now.plusSeconds(12);
            List<Uni<?>> doings = new ArrayList<>();
            people.forEach(person -> doings.add(anyNode().tick(rig.shards().of(person))));
            if (i % 4 == 0) {
                devices.forEach(device -> doings.add(refresh(device)));
            }
            together(doings);
        }
        devices.forEach(ModelDevice::receiveAll);
    }

    /** Lets devices whose frames may have been lost reconcile what they show, as with every hello. */
    void reconcile() throws InterruptedException {
        together(devices.stream().<Uni<?>>map(this::comeBack).toList());
        devices.forEach(ModelDevice::receiveAll);
    }

    private ModelNode node() {
        Sockets sockets = new Sockets();
        ModelNode node = new ModelNode(rig, clock, sockets);
        sockets.node = node;
        return node;
    }

    private void harm() throws InterruptedException {
        int index = random.nextInt(nodes.size());
        ModelNode node = nodes.get(index);
        if (node.redis.isDead()) {
            replace(index);
        } else if (node.redis.isStopped()) {
            node.redis.resume();
        } else if (nodes.stream().filter(ModelNode::isUp).count() > 1) {
            switch (random.nextInt(6)) {
                case 0 -> node.redis.dieAfter(random.nextInt(40), random.nextBoolean());
                case 1 -> node.redis.stop();
                default -> {
                    // Most of the time all is well.
                }
            }
        }
    }

    private void replace(int index) {
        ModelNode dead = nodes.get(index);
        devices.stream().filter(device -> device.node() == dead).forEach(ModelDevice::cut);
        nodes.set(index, node());
    }

    private Uni<?> something(UserRef person) {
        ModelNode node = anyNode();
        ModelDevice device =
                pick(devices.stream().filter(each -> each.user.equals(person)).toList());
        return switch (random.nextInt(12)) {
            case 0, 1 -> post(node, person);
            case 2, 3 -> report(device);
            case 4, 5, 6 -> answer(device, pick(List.copyOf(device.shown())));
            case 7 -> answer(device, pick(of(person)));
            case 8 -> random.nextInt(3) == 0 ? cancel(node, pick(of(person))) : nothing();
            case 9 -> nack(node, device, pick(List.copyOf(device.shown())));
            case 10 -> random.nextInt(3) == 0 ? leave(device) : comeBack(device);
            default -> refresh(device);
        };
    }

    private Uni<?> post(ModelNode node, UserRef person) {
        NotifyRequest request = new NotifyRequest(
                NotifyRequest.To.person(person.user().value()),
                "Hello",
                null,
                null,
                null,
                pick(List.of(Priority.values())),
                Duration.ofSeconds(30 + random.nextInt(270)),
                random.nextBoolean() ? "urgent" : "default",
                random.nextInt(3) == 0 ? "key" + random.nextInt(2) : null,
                null,
                null);
        return node.intake().take(person.tenant(), request, null).invoke(taken -> {
            synchronized (known) {
                known.add(taken.found().notification().id());
            }
            owners.put(taken.found().notification().id(), person);
        });
    }

    private List<NotificationId> of(UserRef person) {
        synchronized (known) {
            return known.stream().filter(id -> person.equals(owners.get(id))).toList();
        }
    }

    private Uni<?> report(ModelDevice device) {
        ModelNode node = device.node();
        SessionId session = device.session();
        return node == null || session == null || !node.isUp()
                ? comeBack(device)
                : node.sessions().report(device.user, session, report(pick(REPORTS)));
    }

    /** Sends an answer; some are given offline, and some are sent twice. */
    private Uni<?> answer(ModelDevice device, @Nullable NotificationId id) {
        if (id == null) {
            return nothing();
        }
        AckKind kind = pick(KINDS);
        device.answered(id, kind);
        ModelNode node = device.node();
        if (node == null || !node.isUp()) {
            return nothing();
        }
        Uni<AckPort.Result> said = node.acks().ack(device.user, id, device.id, kind);
        return random.nextInt(4) == 0
                ? Uni.join()
                        .all(said, anyNode().acks().ack(device.user, id, device.id, kind))
                        .andCollectFailures()
                : said;
    }

    private Uni<?> cancel(ModelNode node, @Nullable NotificationId id) {
        return id == null
                ? nothing()
                : node.acks().cancel(Objects.requireNonNull(owners.get(id)).tenant(), id, "by_app");
    }

    private Uni<?> nack(ModelNode node, ModelDevice device, @Nullable NotificationId id) {
        if (id != null) {
            node.nacks().on(new AttemptNacked(device.user, id, device.id));
        }
        return nothing();
    }

    private Uni<?> leave(ModelDevice device) {
        ModelNode node = device.node();
        SessionId session = device.session();
        device.cut();
        return node == null || session == null || !node.isUp()
                ? nothing()
                : node.sessions().close(device.user, session, "closed");
    }

    private Uni<?> refresh(ModelDevice device) {
        ModelNode node = device.node();
        SessionId session = device.session();
        return node == null || session == null || !node.isUp()
                ? comeBack(device)
                : node.sessions().refresh(device.user, session);
    }

    /**
     * Reconnects a device in the protocol's order: the session, the pending answers, then the notifications to remove.
     */
    private Uni<?> comeBack(ModelDevice device) {
        ModelNode node = anyNode();
        SessionId session = SessionId.create(clock.instant());
        device.connect(session, node);
        List<ModelDevice.Unsent> unsent = device.takeUnsent();
        return node.sessions()
                .open(device.user, device.id, "web", session, report(pick(REPORTS)))
                .chain(() -> Multi.createFrom()
                        .iterable(unsent)
                        .onItem()
                        .transformToUniAndConcatenate(
                                ack -> node.acks().ack(device.user, ack.id(), device.id, ack.kind()))
                        .collect()
                        .asList())
                .chain(() -> node.acks().reconcile(device.user, device.id, List.copyOf(device.shown())))
                .invoke(state -> device.takeAway(state.over()));
    }

    private static Report report(String json) {
        try {
            return Report.parse(RedisRig.json().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Awaits concurrent actions: a failure fails its caller; an action that died with its node never completes. */
    private void together(List<Uni<?>> doings) throws InterruptedException {
        doings.forEach(doing -> doing.subscribe().with(done -> {}, failure -> {}));
        quiet();
    }

    private void quiet() throws InterruptedException {
        for (ModelNode node : nodes) {
            node.redis.awaitQuiet();
        }
        for (ModelNode node : nodes) {
            node.redis.awaitQuiet();
        }
    }

    private static Uni<?> nothing() {
        return Uni.createFrom().voidItem();
    }

    private <T> @Nullable T pick(List<T> some) {
        return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
    }

    /** The sockets of a node: always reaches its own sessions, and those of others unless the message is lost. */
    private final class Sockets implements DeviceChannel {

        private @Nullable ModelNode node;

        @Override
        public void present(UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage shown) {
            for (SessionLocation at : sessions) {
                devices.stream()
                        .filter(each -> at.session().equals(each.session()))
                        .forEach(each -> send(
                                each,
                                new ModelDevice.Frame(true, shown.notification().id(), shown.version())));
            }
        }

        /** The router looks up the current node of the device. */
        @Override
        public void retract(UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction) {
            devices.stream()
                    .filter(each -> each.user.equals(user) && each.id.equals(device))
                    .forEach(each ->
                            send(each, new ModelDevice.Frame(false, retraction.notification(), retraction.version())));
        }

        private void send(ModelDevice device, ModelDevice.Frame frame) {
            boolean lost = !gentle
                    && device.node() != node
                    && ThreadLocalRandom.current().nextDouble() < LOST;
            if (Objects.requireNonNull(node).redis.step() && !lost) {
                device.send(frame);
            }
        }
    }
}
