package dev.oneping.notify.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.presence.report.Report;
import dev.oneping.redis.Reply;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new notification is stored and its first turn is taken by one script, {@code delivery/begin.lua}, on the user that the
 * node remembers. That must be the same as to store it, read the user, and commit; the second path is that of a request with an idempotency key.
 */
class FirstTurnTest {

    private static final int ROUNDS = 400;
    private static final long SEED = 20261130;
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final List<String> REPORTS = List.of(
            "{\"attention\":{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}}",
            "{\"attention\":{\"visible\":false,\"focused\":false,\"screen\":\"locked\"}}",
            "{\"attention\":{\"visible\":true,\"focused\":false,\"idle_ms\":90000,\"screen\":\"unlocked\"}}",
            "{}");

    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Screens screens = new Screens();

    @Test
    void shouldStoreTheSameByOneScriptAsByTwo() {
        Random random = new Random(SEED);
        int delivering = 0;
        try (RedisRig rig = new RedisRig()) {
            ModelNode node = new ModelNode(rig, clock, screens);
            for (int round = 0; round < ROUNDS; round++) {
                UserRef ann = rig.someone();
                UserRef bob = rig.someone();
                int devices = random.nextInt(3);
                for (int i = 0; i < devices; i++) {
                    DeviceId device = new DeviceId("device-" + i);
                    String report = REPORTS.get(random.nextInt(REPORTS.size()));
                    open(node, ann, device, report);
                    open(node, bob, device, report);
                }
                Priority priority = Priority.values()[random.nextInt(Priority.values().length)];
                int count = 1 + random.nextInt(2);
                for (int i = 0; i < count; i++) {
                    NotificationId one = take(node, ann, priority, null);
                    NotificationId two = take(node, bob, priority, "key-" + i);
                    String told = "seed %d, round %d, notification %d".formatted(SEED, round, i);
                    assertEquals(stored(rig, bob, two), stored(rig, ann, one), told);
                    assertEquals(screens.frames(two), screens.frames(one), told);
                    delivering += found(node, ann, one) instanceof Delivering ? 1 : 0;
                }
                assertEquals(log(rig, bob), log(rig, ann), "seed %d, round %d".formatted(SEED, round));
            }
        }
        assertTrue(delivering > ROUNDS / 3, "most must have been begun, or nothing was compared: " + delivering);
    }

    @Test
    void shouldDecideOnTheStoredUserIfItChangedOnAnotherNode() {
        try (RedisRig rig = new RedisRig()) {
            UserRef ann = rig.someone();
            ModelNode node = new ModelNode(rig, clock, screens);
            ModelNode other = new ModelNode(rig, clock, screens);
            open(node, ann, PHONE, REPORTS.get(1));
            take(node, ann, Priority.HIGH, null);

            open(other, ann, LAPTOP, REPORTS.getFirst());
            NotificationId id = take(node, ann, Priority.CRITICAL, null);

            Delivering delivering = assertInstanceOf(Delivering.class, found(node, ann, id));
            assertEquals(LAPTOP, delivering.attempt().target().device(), "the node remembers only the phone");
        }
    }

    @Test
    void shouldShowANotificationWhoseFirstReplyWasLost(@TempDir Path folder) {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
                CuttableProxy way = new CuttableProxy(redis.port());
                RedisRig rig = new RedisRig(way.uri());
                RedisRig direct = new RedisRig(redis.uri())) {
            UserRef ann = rig.someone();
            ModelNode node = new ModelNode(rig, clock, screens);
            open(node, ann, PHONE, REPORTS.getFirst());
            NotificationId first = take(node, ann, Priority.HIGH, null);

            way.loseReplies();
            assertThrows(RedisUnavailable.class, () -> take(node, ann, Priority.HIGH, null));

            ModelNode witness = new ModelNode(direct, clock, screens);
            List<NotificationId> open = witness.store().open(ann).await().indefinitely();
            assertEquals(2, open.size(), "Redis has taken the step");
            NotificationId lost =
                    open.stream().filter(id -> !id.equals(first)).findFirst().orElseThrow();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !screens.frames(lost).isEmpty());
            assertEquals(1, screens.frames(lost).size(), "and it is shown once");
        }
    }

    @Test
    void shouldShowNothingOfALostStepThatWasAnsweredMeanwhile(@TempDir Path folder) {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
                CuttableProxy way = new CuttableProxy(redis.port());
                RedisRig rig = new RedisRig(way.uri());
                RedisRig direct = new RedisRig(redis.uri())) {
            UserRef ann = rig.someone();
            ModelNode node = new ModelNode(rig, clock, screens);
            ModelNode witness = new ModelNode(direct, clock, screens);
            open(node, ann, PHONE, REPORTS.getFirst());
            take(node, ann, Priority.HIGH, null);

            way.loseReplies();
            assertThrows(RedisUnavailable.class, () -> take(node, ann, Priority.HIGH, null));
            witness.store()
                    .open(ann)
                    .await()
                    .indefinitely()
                    .forEach(id -> witness.acks()
                            .ack(ann, id, PHONE, AckKind.ACTED)
                            .await()
                            .indefinitely());
            NotificationId last = Awaitility.await()
                    .ignoreExceptions()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> take(node, ann, Priority.HIGH, "after"),
                            id -> !screens.frames(id).isEmpty());

            assertEquals(2, screens.all().size(), "only the first and the last: " + last);
        }
    }

    private NotificationId take(ModelNode node, UserRef user, Priority priority, @Nullable String key) {
        return node.intake()
                .take(user.tenant(), request(user, priority), key)
                .await()
                .indefinitely()
                .found()
                .notification()
                .id();
    }

    private static NotifyRequest request(UserRef user, Priority priority) {
        return new NotifyRequest(
                NotifyRequest.To.person(user.user().value()),
                "Hello",
                null,
                null,
                null,
                priority,
                Duration.ofMinutes(30),
                null,
                null,
                null,
                null);
    }

    private static Object found(ModelNode node, UserRef user, NotificationId id) {
        return node.store()
                .find(user.tenant(), id)
                .await()
                .indefinitely()
                .orElseThrow()
                .tracked()
                .state();
    }

    private SessionId open(ModelNode node, UserRef user, DeviceId device, String report) {
        SessionId session = SessionId.create(now);
        try {
            node.sessions()
                    .open(
                            user,
                            device,
                            "web",
                            session,
                            Report.parse(RedisRig.json().readTree(report)))
                    .await()
                    .indefinitely();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return session;
    }

    /** Returns all that Redis has about a notification, without the names of this user, notification and sessions. */
    private static Map<String, String> stored(RedisRig rig, UserRef user, NotificationId id) {
        Map<String, String> all = new TreeMap<>();
        String notification = rig.shards().of(id).key("ntf", user.tenant(), id);
        get(rig, Command.HGETALL, notification).map().forEach((field, value) -> all.put(field, plain(value, user, id)));
        String member = user + ":" + id;
        String timers = rig.shards().of(user).key("timers");
        all.put("open", score(rig, rig.shards().of(user).key("open", user), member));
        // The end of a long wait is spread by the id.
        boolean spread = String.valueOf(all.get("state")).contains("\"held\"");
        all.put(
                "timer",
                spread ? Boolean.toString(!score(rig, timers, member).equals("none")) : score(rig, timers, member));
        all.put("inbox", score(rig, rig.shards().of(user).key("inbox", user), id.value()));
        all.put("expires", Boolean.toString(get(rig, Command.PTTL, notification).number() > 0));
        all.put(
                "open expires",
                Boolean.toString(get(rig, Command.PTTL, rig.shards().of(user).key("open", user))
                                .number()
                        > 0));
        String rang =
                get(rig, Command.HGET, rig.shards().of(user).user(user), "rang").isNil()
                        ? ""
                        : get(rig, Command.HGET, rig.shards().of(user).user(user), "rang")
                                .text();
        all.put("rang", plain(rang, user, id));
        return all;
    }

    private static List<String> log(RedisRig rig, UserRef user) {
        List<String> events = new ArrayList<>();
        for (Reply entry : get(rig, Command.XRANGE, rig.shards().of(user).key("events"), "-", "+")
                .items()) {
            Map<String, String> fields = entry.at(1).map();
            if (user.toString().equals(fields.get("user"))
                    && String.valueOf(fields.get("type")).startsWith("notif")) {
                events.add(fields.get("type") + " " + fields.get("version") + " "
                        + String.valueOf(fields.get("data")).replaceAll("[a-z]{3}_[0-9a-z]{26,}", "ID"));
            }
        }
        return events;
    }

    private static String plain(String value, UserRef user, NotificationId id) {
        return value.replace(user.tenant().value(), "TENANT").replaceAll("(ntf|ses|nod)_[0-9a-z]{26,}", "$1");
    }

    private static String score(RedisRig rig, String key, String member) {
        Reply score = get(rig, Command.ZSCORE, key, member);
        return score.isNil() ? "none" : score.text();
    }

    private static Reply get(RedisRig rig, Command command, Object... arguments) {
        return rig.redis().command(command, arguments).await().indefinitely();
    }

    /** The frames shown on any device, in order. */
    private static final class Screens implements DeviceChannel {

        private final List<Map.Entry<NotificationId, String>> shown = new CopyOnWriteArrayList<>();

        @Override
        public void present(UserRef user, DeviceId device, List<SessionLocation> at, DeviceMessage message) {
            shown.add(Map.entry(
                    message.notification().id(),
                    device + " " + message.attempt() + " " + message.version() + " " + message.ring()));
        }

        @Override
        public void retract(UserRef user, DeviceId device, List<SessionLocation> at, Retraction retraction) {}

        List<String> frames(NotificationId id) {
            return shown.stream()
                    .filter(frame -> frame.getKey().equals(id))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        List<String> all() {
            return shown.stream().map(Map.Entry::getValue).toList();
        }
    }
}
