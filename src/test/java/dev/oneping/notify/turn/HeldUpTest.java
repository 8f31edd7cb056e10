package dev.oneping.notify.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.oneping.delivery.life.DeliveryProgress;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.delivery.port.OutboundChannel;
import dev.oneping.delivery.port.OutboundMessage;
import dev.oneping.delivery.port.ProviderResult;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.presence.device.PushAddress;
import dev.oneping.presence.report.Report;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process dies, is suspended, or loses Redis in the middle of a step for one user. */
class HeldUpTest {

    private static final DeviceId PHONE = new DeviceId("phone");

    private static final Report ACTIVE =
            report("{\"attention\":{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}}");

    /** More than the number of steps of a notification from its acceptance until it is shown. */
    private static final int POINTS = 10;

    /** A port without a listener. */
    private static final int NOWHERE = 1;

    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Screens screens = new Screens();

    @Test
    void shouldSendAgainWithTheSameIdWhenTheProcessDiesAfterItsCommit() {
        try (RedisRig rig = new RedisRig()) {
            UserRef ann = rig.someone();
            List<String> never = new CopyOnWriteArrayList<>();
            List<String> called = new CopyOnWriteArrayList<>();
            Channel deaf = new Channel(Uni.createFrom().nothing());
            ModelNode first = new ModelNode(rig, clock, screens, deaf);
            deaf.calling = message -> {
                never.add(message.id());
                first.redis.dieAfter(0, false);
            };
            Channel provider = new Channel(Uni.createFrom().item(new ProviderResult.Accepted()));
            provider.calling = message -> called.add(message.id());
            ModelNode second = new ModelNode(rig, clock, screens, provider);
            first.addresses().register(ann, PHONE, new PushAddress.Fcm("token-of-the-phone"));

            NotificationId id = accept(first, ann);
            assertEquals(1, never.size());
            second.tick(rig.shards().of(ann)).await().indefinitely();
            assertEquals(List.of(), called, "not before it may be thought lost");

            now = now.plusSeconds(31);
            second.tick(rig.shards().of(ann)).await().indefinitely();

            Awaitility.await().until(() -> transit(second, ann, id) instanceof DeliveryProgress.Accepted);
            assertEquals(List.of(id + ":1:phone"), called);
            assertEquals(never, called, "by the same name");
        }
    }

    @Test
    void shouldShowNoEndedNotificationWhereverATurnWasDelayed() throws InterruptedException {
        int ended = 0;
        try (RedisRig rig = new RedisRig()) {
            for (int point = 0; point < POINTS; point++) {
                UserRef ann = rig.someone();
                ModelNode other = new ModelNode(rig, clock, screens);
                ModelNode slow = new ModelNode(rig, clock, screens);
                open(other, ann);
                slow.redis.stopAfter(point);
                slow.intake().take(ann.tenant(), request(ann), null).subscribe().with(done -> {}, failure -> {});
                slow.redis.awaitQuiet();

                List<NotificationId> open = other.store().open(ann).await().indefinitely();
                for (NotificationId id : open) {
                    if (!screens.shown.contains(id)) {
                        ended++;
                        other.acks().cancel(ann.tenant(), id, "by_app").await().indefinitely();
                    }
                }
                List<NotificationId> before = List.copyOf(screens.shown);
                now = now.plusSeconds(5);
                slow.redis.resume();
                slow.redis.awaitQuiet();

                List<NotificationId> late = screens.shown.stream()
                        .filter(id -> !before.contains(id) && open.contains(id))
                        .toList();
                assertEquals(List.of(), late, "shown after its end, held up at answer " + point);
            }
        }
        assertTrue(ended >= 1, "it must be held up after its commit at least once");
    }

    @Test
    void shouldDecideOnHeldNotificationsAfterAnOutageOfRedisForAUserWhoArrivedDuringIt(@TempDir Path folder)
            throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
                CuttableProxy way = new CuttableProxy(redis.port());
                RedisRig rig = new RedisRig(way.uri())) {
            UserRef ann = rig.someone();
            ModelNode node = new ModelNode(rig, clock, screens);
            NotificationId id = accept(node, ann);
            assertInstanceOf(Held.class, found(node, ann, id).tracked().state());
            way.leadTo(NOWHERE);
            assertThrows(RedisUnavailable.class, () -> open(node, ann));
            way.leadTo(redis.port());

            // When: Redis goes again at the moment at which the device is there, and nothing has been decided for it.
            node.arriving = () -> way.leadTo(NOWHERE);
            Awaitility.await().ignoreExceptions().until(() -> {
                open(node, ann);
                return true;
            });
            assertThrows(RedisUnavailable.class, () -> found(node, ann, id));
            assertEquals(List.of(), screens.shown);
            way.leadTo(redis.port());

            Awaitility.await().untilAsserted(() -> assertEquals(List.of(id), screens.shown));
        }
    }

    private NotificationId accept(ModelNode node, UserRef person) {
        return node.intake()
                .take(person.tenant(), request(person), null)
                .await()
                .indefinitely()
                .found()
                .notification()
                .id();
    }

    private static NotifyRequest request(UserRef person) {
        return new NotifyRequest(
                NotifyRequest.To.person(person.user().value()),
                "Hello",
                null,
                null,
                null,
                Priority.NORMAL,
                Duration.ofMinutes(30),
                null,
                null,
                null,
                null);
    }

    private static Found found(ModelNode node, UserRef person, NotificationId id) {
        return node.store().find(person.tenant(), id).await().indefinitely().orElseThrow();
    }

    private static DeliveryProgress transit(ModelNode node, UserRef person, NotificationId id) {
        return ((Delivering) found(node, person, id).tracked().state())
                .attempt()
                .transit();
    }

    /** The user picks up the phone. */
    private void open(ModelNode node, UserRef person) {
        node.sessions()
                .open(person, PHONE, "web", SessionId.create(now), ACTIVE)
                .await()
                .indefinitely();
    }

    private static Report report(String json) {
        try {
            return Report.parse(RedisRig.json().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A provider, with an action that runs when it is called. */
    private static final class Channel implements OutboundChannel {

        private final Uni<ProviderResult> answer;
        private volatile Consumer<OutboundMessage> calling = message -> {};

        Channel(Uni<ProviderResult> answer) {
            this.answer = answer;
        }

        @Override
        public Uni<ProviderResult> send(UserRef user, Target.Outbound target, OutboundMessage message) {
            calling.accept(message);
            return answer;
        }

        @Override
        public void retract(UserRef user, Target target, Retraction retraction) {}
    }

    /** The frames shown on any device, in order. */
    private static final class Screens implements DeviceChannel {

        private final List<NotificationId> shown = new CopyOnWriteArrayList<>();

        @Override
        public void present(UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage presentation) {
            shown.add(presentation.notification().id());
        }

        @Override
        public void retract(UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction) {}
    }
}
