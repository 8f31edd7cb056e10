package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.NodeId;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outages of Redis as {@code redis/pulse.lua} and the nodes see them; a pause of the beats is an outage. */
class PulseTest {

    private static final Duration GAP = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Instant LATER = Instant.now().plus(Duration.ofDays(1));

    @TempDir
    Path data;

    private final AtomicLong nanos = new AtomicLong();
    private EmbeddedRedis server;
    private RedisRig rig;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
        rig = new RedisRig(server.uri());
    }

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    @Test
    void shouldClaimNothingBeforeTheFirstBeat() {
        Pulse pulse = pulse(LONG);

        assertFalse(pulse.isSteady());
        beat(pulse);
        assertTrue(pulse.isSteady());
        assertEquals(LATER, pulse.leaseTime(LATER));
    }

    @Test
    void shouldJudgeLeasesByTheLastBeatWhileRedisIsAway() {
        Pulse pulse = pulse(LONG);
        beat(pulse);

        nanos.addAndGet(GAP.toNanos());

        assertFalse(pulse.isSteady());
        assertTrue(pulse.leaseTime(LATER).isBefore(LATER));
    }

    @Test
    void shouldWaitAfterAnOutageUntilItsOwnWorkIsDone() {
        Pulse pulse = pulse(LONG);
        AtomicBoolean done = new AtomicBoolean(true);
        pulse.awaits(done::get);
        pulse.onReturn(() -> done.set(false));
        beat(pulse);

        outage();
        beat(pulse);

        assertFalse(pulse.isSteady());
        assertTrue(pulse.leaseTime(LATER).isBefore(LATER));
        beat(pulse);
        assertFalse(pulse.isSteady(), "sessions are not renewed yet");
        done.set(true);
        beat(pulse);
        assertTrue(pulse.isSteady());
        assertEquals(LATER, pulse.leaseTime(LATER));
    }

    @Test
    void shouldWaitAfterAnOutageForEveryNodeThatWasThere() {
        Pulse one = pulse(LONG);
        Pulse other = pulse(LONG);
        beat(one);
        beat(other);

        outage();
        beat(one);
        beat(one);

        assertFalse(one.isSteady(), "the other node has not renewed its sessions");
        beat(other);
        beat(other);
        beat(one);
        assertTrue(one.isSteady());
        assertTrue(other.isSteady());
    }

    @Test
    void shouldNotWaitLongForANodeThatNeverReturns() {
        Pulse pulse = pulse(GAP.multipliedBy(2));
        beat(pulse);
        beat(pulse(LONG));

        outage();
        beat(pulse);
        beat(pulse);

        assertFalse(pulse.isSteady());
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
            beat(pulse);
            return pulse.isSteady();
        });
    }

    @Test
    void shouldNotWaitWhenAnotherNodeHasReachedRedisAllTheTime() {
        Pulse cut = pulse(LONG);
        Pulse witness = pulse(LONG);
        beat(witness);
        beat(cut);
        long began = time();

        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            beat(witness);
            return time() - began > GAP.toMillis() * 2;
        });
        beat(cut);

        assertTrue(cut.isSteady());
        assertTrue(witness.isSteady());
    }

    @Test
    void shouldNotWaitWhenAllNodesWereReplaced() {
        beat(pulse(LONG));

        outage();
        Pulse started = pulse(LONG);
        beat(started);

        assertTrue(started.isSteady());
    }

    private Pulse pulse(Duration longestWait) {
        return new Pulse(rig.redis(), NodeId.create(Instant.now()), nanos::get, GAP, longestWait);
    }

    private static void beat(Pulse pulse) {
        pulse.beat().await().indefinitely();
    }

    /** Passes more than the gap in which no node beats. */
    private void outage() {
        long began = time();
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> time() - began > GAP.toMillis() + 20);
    }

    /** Returns the time of Redis. */
    private long time() {
        Reply time = rig.redis().command(Command.TIME).await().indefinitely();
        return time.number(0) * 1000 + time.number(1) / 1000;
    }
}
