package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.redis.server.RedisConfig;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTailTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedisRig rig = new RedisRig();
    private final CuttableProxy way = new CuttableProxy(RedisServer.shared().port());
    private final String key = "tail:" + rig.someone().tenant();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private CountDownLatch answering = new CountDownLatch(0);

    @BeforeEach
    void follow() {
        RedisOptions options = new RedisOptions().setConnectionString(way.uri()).setProtocolNegotiation(false);
        StreamTail tail = new StreamTail(rig.vertx(), options, rig.redis(), RedisRig.config(RedisConfig.class));
        tail.follow(List.of(key), (stream, entry) -> hear(entry.get("n")))
                .await()
                .indefinitely();
    }

    @AfterEach
    void close() {
        rig.redis().command(Command.DEL, key).await().indefinitely();
        rig.close();
        way.close();
    }

    @Test
    void shouldMissNothingThatIsAddedWhileItsConnectionIsCut() throws InterruptedException {
        List<String> added = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            add(i);
            added.add(Integer.toString(i));
            if (i % 100 == 50) {
                way.cut();
            }
        }

        List<String> heard = new ArrayList<>();
        while (heard.size() < added.size()) {
            heard.add(next());
        }
        assertEquals(added, heard);
    }

    /** As many answers as a node gets in hours on one connection, none of which may be left behind in memory or on the stack. */
    @Test
    void shouldFollowOnWhenAConnectionIsCutThatHasLastedLong() throws InterruptedException {
        answering = new CountDownLatch(20_000);
        add(0);
        answering.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(0, answering.getCount());
        told.clear();

        way.cut();
        add(-1);

        assertEquals("-1", next());
    }

    /** While it is to answer, each entry that it hears is answered by another. */
    private void hear(String number) {
        if (answering.getCount() == 0) {
            told.add(number);
            return;
        }
        answering.countDown();
        if (answering.getCount() > 0) {
            rig.redis().command(Command.XADD, key, "*", "n", 1).subscribe().with(added -> {});
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private void add(int number) {
        rig.redis().command(Command.XADD, key, "*", "n", number).await().indefinitely();
    }
}
