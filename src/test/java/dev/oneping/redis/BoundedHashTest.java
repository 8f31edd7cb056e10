package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.redis.BoundedHash.Result;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code redis/put_field.lua}. */
class BoundedHashTest {

    private static final int LIMIT = 32;

    private final RedisRig rig = new RedisRig();
    private final String key = "bounded:" + rig.someone().tenant();

    @AfterEach
    void close() {
        rig.redis().command(Command.DEL, key).await().indefinitely();
        rig.close();
    }

    @Test
    void shouldHoldExactlyItsLimitOfConcurrentWrites() {
        List<Result> results = Uni.join()
                .all(IntStream.range(0, 2 * LIMIT)
                        .mapToObj(i -> put("field" + i))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();

        assertEquals(LIMIT, Collections.frequency(results, Result.CREATED));
        assertEquals(LIMIT, Collections.frequency(results, Result.FULL));
        assertEquals(
                LIMIT,
                rig.redis().command(Command.HLEN, key).await().indefinitely().number());
    }

    @Test
    void shouldReplaceAFieldWhenItIsFull() {
        for (int i = 0; i < LIMIT; i++) {
            put("field" + i).await().indefinitely();
        }

        assertEquals(Result.REPLACED, put("field0").await().indefinitely());
        assertEquals(Result.FULL, put("another").await().indefinitely());
    }

    private Uni<Result> put(String field) {
        return BoundedHash.put(rig.redis(), key, field, "value", LIMIT);
    }
}
