package dev.oneping.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;
import dev.oneping.notice.NoticeStore.Taken;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.util.Map;
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

    @Test
    void shouldRejectANoticeBeyondTheLimitButNotAChangeOfOne() {
        NoticeStore two = new NoticeStore(
                rig.redis(), RedisRig.config(NoticeConfig.class, Map.of("oneping.notice.per-tenant", "2")));
        NoticeRef other = new NoticeRef(notice.tenant(), new TopicId("other"));
        NoticeRef third = new NoticeRef(notice.tenant(), new TopicId("third"));
        two.put(notice, "1").await().indefinitely();
        two.put(other, "1").await().indefinitely();

        Problem problem =
                assertThrows(Problem.class, () -> two.put(third, "1").await().indefinitely());

        assertEquals(ProblemType.LIMIT_REACHED, problem.type());
        assertEquals(Notice.NONE, two.read(third).await().indefinitely());
        two.put(other, "2").await().indefinitely();
    }

    private long put(String document) {
        return store.put(notice, document).await().indefinitely();
    }

    private Optional<Taken> take() {
        return store.take(notice).await().indefinitely();
    }
}
