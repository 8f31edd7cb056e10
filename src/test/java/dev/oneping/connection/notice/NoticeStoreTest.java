package dev.oneping.connection.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.notice.NoticeStore.Taken;
import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoticeStoreTest {

    private final RedisRig rig = new RedisRig();
    private final NoticeStore store = new NoticeStore(rig.redis(), RedisRig.config(NoticeConfig.class));
    private final NoticeRef notice = new NoticeRef(new TenantId("t" + System.nanoTime()), new TopicId("ops"));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldGrowWithEachChangeAndExpire() {
        assertEquals(Notice.NONE, store.read(notice).await().indefinitely());

        long first = put("{}");
        long second = put("null");

        assertTrue(second > first);
        assertEquals(new Notice(second, "null"), store.read(notice).await().indefinitely());
        long left = rig.redis()
                .command(Command.PTTL, notice.key())
                .await()
                .indefinitely()
                .number();
        assertTrue(left > 29L * 86_400_000, () -> left + " ms");
    }

    @Test
    void shouldBeTakenOnceInEachVersion() {
        assertEquals(Optional.empty(), take());

        long first = put("1");
        assertEquals(Optional.of(new Taken(new Notice(first, "1"), 0)), take());
        assertEquals(Optional.empty(), take());

        put("2");
        long third = put("3");
        assertEquals(Optional.of(new Taken(new Notice(third, "3"), first)), take());
    }

    private long put(String document) {
        return store.put(notice, document).await().indefinitely();
    }

    private Optional<Taken> take() {
        return store.take(notice).await().indefinitely();
    }
}
