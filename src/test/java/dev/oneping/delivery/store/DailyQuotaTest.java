package dev.oneping.delivery.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.TenantId;
import dev.oneping.tenant.TenantSettings;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code delivery/reserve.lua}, and what nodes make of it. */
class DailyQuotaTest {

    private final RedisRig rig = new RedisRig();
    private final TenantId tenant = rig.someone().tenant();
    private Instant now = Instant.now();
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldGrantExactlyTheLimitToTwoNodesInParallel() {
        DailyQuota one = quota(50);
        DailyQuota other = quota(50);

        List<Boolean> granted = Uni.join()
                .all(IntStream.range(0, 60)
                        .boxed()
                        .flatMap(i -> Stream.of(one.take(tenant), other.take(tenant)))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();

        assertEquals(50, Collections.frequency(granted, true));
        assertEquals(false, take(one));
        assertEquals(true, one.take(rig.someone().tenant()).await().indefinitely());
    }

    @Test
    void shouldReserveBlocksOfALargeLimitAndNeverExceedIt() {
        DailyQuota quota = quota(2_500);

        long granted = IntStream.range(0, 2_600).filter(i -> take(quota)).count();

        assertEquals(2_500, granted);
    }

    @Test
    void shouldGrantAgainOnTheNextDay() {
        DailyQuota quota = quota(1);
        assertEquals(true, take(quota));
        assertEquals(false, take(quota));

        now = now.plus(quota.untilTomorrow());

        assertEquals(true, take(quota));
        assertEquals(false, take(quota));
        assertEquals(Duration.ofDays(1), quota.untilTomorrow());
    }

    @Test
    void shouldKeepNoCountBeyondItsDay() {
        DailyQuota quota = quota(1);
        take(quota);

        String counter = "oneping:accepted:" + tenant + ":" + now.toEpochMilli() / 86_400_000;

        long left = rig.redis()
                .command(Command.PTTL, counter)
                .await()
                .indefinitely()
                .number();
        assertTrue(left > 0 && left <= 86_400_000, () -> left + " ms");
    }

    private boolean take(DailyQuota quota) {
        return quota.take(tenant).await().indefinitely();
    }

    private DailyQuota quota(long limit) {
        Map<String, String> settings = Map.of("oneping.delivery.accepted-per-day", Long.toString(limit));
        return new DailyQuota(
                rig.redis(),
                new TenantSettings(rig.redis(), RedisRig.json()),
                RedisRig.config(DeliveryConfig.class, settings),
                clock);
    }
}
