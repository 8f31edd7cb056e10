package dev.oneping.notify.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.fact.History;
import dev.oneping.rules.file.RuleFiles;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code notify/spend.lua} and {@code notify/learn.lua}, on a real Redis. */
class UserHistoryStoreTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final RuleSet ASKING = rules("""
            limits:
              - {rule: calm, when: true, budget: 3, every: 1h, then: hold, at_most: 4h}
            scores:
              - {rule: habit, score: device.ack_chance * 100.0}
            """);

    private RedisRig rig;
    private UserRef ann;
    private Instant now = Instant.parse("2026-11-24T09:30:00Z");
    private UserHistoryStore memory;

    @BeforeEach
    void open() {
        rig = new RedisRig();
        ann = rig.someone();
        memory = store();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldAddAnInterruptionOnlyToTheVersionThatWasRead() {
        UserHistory before = recall(ASKING);

        assertTrue(spend(before, "chat"));
        assertFalse(spend(before, "build"));
        UserHistory after = recall(ASKING);

        assertEquals(1, after.version());
        assertEquals(
                List.of("chat"),
                after.history().interruptions().stream()
                        .map(History.Interruption::category)
                        .toList());
        assertTrue(spend(after, "build"));
    }

    /** The loser of a concurrent commit reads again, as a turn does, so no interruption is lost. */
    @Test
    void shouldLoseNoInterruptionOfManyConcurrentOnes() throws Exception {
        int each = 50;
        List<Thread> all = IntStream.range(0, 3)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    for (int round = 0; round < each; round++) {
                        while (!spend(recall(ASKING), "chat")) {
                            Thread.onSpinWait();
                        }
                    }
                }))
                .toList();
        for (Thread one : all) {
            one.join();
        }

        UserHistory after = recall(ASKING);
        assertEquals(150, after.version());
        assertEquals(150, after.history().interruptions().size());
    }

    @Test
    void shouldEstimateAHabitByTheRuleOfSuccessionOnceEnoughIsKnown() {
        learn(PHONE, true);
        assertNull(recall(ASKING).habit(PHONE).chance());

        learn(PHONE, true);
        learn(PHONE, false);

        assertEquals(3 / 5.0, chance(PHONE), 0.001);
        assertEquals(now, recall(ASKING).habit(PHONE).lastAckAt());
        assertNull(recall(ASKING).habit(LAPTOP).chance());
    }

    /** Covers more users than one script call gets, in all shards. */
    @Test
    void shouldLearnOfManyAtOnceAsOfEachByItself() {
        Map<AckOccasion, AckCount> seen = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            UserRef someone = new UserRef(ann.tenant(), new UserId("user-" + i));
            seen.put(memory.occasion(someone, PHONE, null), new AckCount(i % 7 + 2, i % 3));
        }

        learn(seen);

        seen.forEach((occasion, count) -> {
            UserHistory.Habit habit = memory.recall(occasion.user(), Set.of(PHONE), null, ASKING)
                    .await()
                    .indefinitely()
                    .habit(PHONE);
            assertEquals((count.answered() + 1.0) / (count.asked() + 2), habit.chance(), 0.001);
            assertEquals(count.answered() > 0 ? now : null, habit.lastAckAt());
        });
    }

    @Test
    void shouldForgetHalfInAFortnight() {
        IntStream.range(0, 16).forEach(i -> learn(PHONE, true));
        assertEquals(17 / 18.0, chance(PHONE), 0.001);

        now = now.plus(Duration.ofDays(14));
        assertEquals(9 / 10.0, chance(PHONE), 0.001);
        IntStream.range(0, 8).forEach(i -> learn(PHONE, false));

        assertEquals(9 / 18.0, chance(PHONE), 0.001);
    }

    @Test
    void shouldKnowEachHourOfThePersonsClockByItself() {
        IntStream.range(0, 4).forEach(i -> learn(PHONE, true));

        now = now.plus(Duration.ofHours(1));

        assertNull(recall(ASKING).habit(PHONE).chance());
    }

    /** Compares the script's counters with a model in plain Java. */
    @Test
    void shouldCountAsTheModelDoes() {
        long seed = 20_261_124;
        Random random = new Random(seed);
        double asked = 0;
        double answered = 0;
        for (int round = 0; round < 300; round++) {
            Duration later = Duration.ofDays(random.nextInt(3));
            now = now.plus(later);
            double fade = Math.pow(0.5, later.toDays() / 14.0);
            boolean hit = random.nextInt(3) > 0;
            asked = asked * fade + 1;
            answered = answered * fade + (hit ? 1 : 0);
            learn(PHONE, hit);
            if (asked >= 2.1) {
                assertEquals((answered + 1) / (asked + 2), chance(PHONE), 0.002, "seed " + seed + " round " + round);
            }
        }
    }

    @Test
    void shouldReadNothingFromRedisForRulesThatUseNoHistory() {
        learn(PHONE, true);
        RuleSet plain = rules("scores:\n  - {rule: active, score: 1}\n");
        RuleSet forgetful = rules("learn: false\nscores:\n  - {rule: habit, score: device.ack_chance * 100.0}\n");

        assertEquals(UserHistory.NONE, recall(plain));
        assertEquals(UserHistory.NONE, recall(forgetful));
        assertFalse(forgetful.needsAckStatistics());
        assertTrue(RuleFiles.builtIn().needsAckStatistics());
    }

    @Test
    void shouldBeBoundedAndExpire() {
        IntStream.range(0, 1_010).forEach(i -> learn(new DeviceId("d" + i), false));

        String key = rig.shards().of(ann).key("memory", ann);
        long fields =
                rig.redis().command(Command.HLEN, key).await().indefinitely().number();
        long left =
                rig.redis().command(Command.PTTL, key).await().indefinitely().number();
        assertTrue(fields <= UserHistoryStore.MOST_FIELDS, fields + " fields");
        assertTrue(left > 0, left + " ms");
    }

    private UserHistoryStore store() {
        return new UserHistoryStore(rig.redis(), rig.shards(), RedisRig.json(), new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
    }

    private UserHistory recall(RuleSet rules) {
        return memory.recall(ann, Set.of(LAPTOP, PHONE), null, rules).await().indefinitely();
    }

    private double chance(DeviceId device) {
        return Objects.requireNonNull(recall(ASKING).habit(device).chance());
    }

    private boolean spend(UserHistory known, String category) {
        return memory.spend(ann, known, new History.Interruption(now, category, Map.of("calm", 1.0)))
                .await()
                .indefinitely();
    }

    private void learn(DeviceId device, boolean answered) {
        learn(Map.of(memory.occasion(ann, device, null), answered ? AckCount.ANSWERED : AckCount.UNANSWERED));
    }

    private void learn(Map<AckOccasion, AckCount> seen) {
        memory.learn(seen).await().indefinitely();
    }

    private static RuleSet rules(String sections) {
        String text = "language: 1\nname: some\n" + sections + "policies: {default: {ring: []}}\notherwise: hold\n";
        return RuleFiles.parse("some.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
