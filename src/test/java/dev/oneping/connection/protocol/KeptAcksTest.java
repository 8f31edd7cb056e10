package dev.oneping.connection.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.port.ShownState;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Acks by frames while the connections to Redis stall and break; the port writes each to a list in a real Redis. */
class KeptAcksTest {

    private static final DeviceId PHONE = new DeviceId("phone");

    private final CuttableProxy way = new CuttableProxy(RedisServer.shared().port());
    private final RedisRig rig =
            new RedisRig(way.uri(), RedisRig.config(RedisConfig.class, Map.of("oneping.redis.timeout", "1s")));
    private final RedisRig direct = new RedisRig();
    private final UserRef ann = rig.someone();
    private final Queue<AckPort.Result> results = new ConcurrentLinkedQueue<>();
    private final Map<Integer, NotificationId> ids = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean heard = true;
    private final KeptAcks acks = new KeptAcks(new ListedAcks(), () -> heard);

    @AfterEach
    void close() {
        rig.close();
        direct.close();
        way.close();
    }

    @Test
    void shouldStoreAnAckAtOnceWhileRedisAnswers() {
        store(id(1), AckKind.ACTED);

        Awaitility.await().until(() -> results.size() == 1);
        assertTrue(acks.isEmpty());
        assertEquals(Set.of(id(1) + " ACTED"), Set.copyOf(written()));
    }

    @Test
    void shouldWriteAcksOfAnOutageInOrderWhenRedisAnswersAgain() {
        connect();
        heard = false;
        way.stall();
        for (int i = 0; i < 300; i++) {
            store(id(i), AckKind.RECEIVED);
        }
        Awaitility.await().until(() -> acks.size() == 300);
        for (int i = 0; i < 300; i++) {
            store(id(i), AckKind.ACTED);
        }

        way.cut();
        heard = true;

        Awaitility.await().until(acks::isEmpty);
        Awaitility.await().until(() -> results.size() == 601);
        assertEquals(0, refused.get());
        List<String> written = written();
        for (int i = 0; i < 300; i++) {
            assertTrue(
                    written.lastIndexOf(id(i) + " RECEIVED") < written.lastIndexOf(id(i) + " ACTED"),
                    "written in another order");
        }
    }

    @Test
    void shouldRefuseAcksOnlyBeyondTheLimit() {
        connect();
        heard = false;
        way.stall();
        store(id(0), AckKind.ACTED);
        Awaitility.await().until(() -> !acks.isEmpty());

        for (int i = 1; i <= KeptAcks.LIMIT + 5; i++) {
            store(id(i), AckKind.ACTED);
        }

        assertEquals(6, refused.get());
        way.cut();
        heard = true;
        Awaitility.await().until(() -> acks.sent().toCompletableFuture().isDone());
        assertEquals(KeptAcks.LIMIT + 1, results.size());
    }

    /** Waits until an ack has arrived. */
    private void connect() {
        store(NotificationId.create(Instant.EPOCH, 1), AckKind.SEEN);
        Awaitility.await().until(() -> results.size() == 1);
    }

    private void store(NotificationId id, AckKind kind) {
        acks.store(new KeptAcks.Ack(ann, id, PHONE, null, kind), results::add, refused::incrementAndGet);
    }

    private NotificationId id(int number) {
        return ids.computeIfAbsent(number, created -> NotificationId.create(Instant.EPOCH, 1));
    }

    private List<String> written() {
        return new ArrayList<>(direct.redis()
                .command(Command.LRANGE, key(), 0, -1)
                .await()
                .indefinitely()
                .texts());
    }

    private String key() {
        return "test:acks:" + ann;
    }

    private final class ListedAcks implements AckPort {

        @Override
        public Uni<Result> ack(
                UserRef user, NotificationId notification, DeviceId device, @Nullable SessionId session, AckKind kind) {
            return rig.redis()
                    .command(Command.RPUSH, key(), notification + " " + kind)
                    .replaceWith(Result.TAKEN);
        }

        @Override
        public Uni<ShownState> reconcile(UserRef user, DeviceId device, Collection<NotificationId> shown) {
            return Uni.createFrom().item(ShownState.NOTHING);
        }
    }
}
