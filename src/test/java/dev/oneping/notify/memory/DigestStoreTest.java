package dev.oneping.notify.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneping.model.Content;
import dev.oneping.model.Gathering;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.rules.Digest;
import dev.oneping.testing.RedisRig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each branch of {@code notify/gather.lua}, on a real Redis. */
class DigestStoreTest {

    private static final Duration WINDOW = Duration.ofMinutes(15);

    private RedisRig rig;
    private UserRef ann;
    private DigestStore digests;
    private Instant now = Instant.parse("2026-11-24T09:30:00Z");

    @BeforeEach
    void open() {
        rig = new RedisRig();
        ann = rig.someone();
        digests = new DigestStore(rig.redis(), rig.shards(), RedisRig.json());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldShowTheFirstAtOnceAndGatherTheNextUntilTheWindowEnds() {
        DigestStore.Gathered first = gather("one", Duration.ofMinutes(5), false);
        assertNull(first.notification().gathering());

        now = now.plusSeconds(60);
        DigestStore.Gathered second = gather("two", Duration.ofMinutes(5), false);
        now = now.plusSeconds(60);
        DigestStore.Gathered third = gather("three", Duration.ofMinutes(5), false);

        assertEquals(Optional.empty(), second.before());
        assertEquals(Optional.of(second.notification().id()), third.before());
        assertEquals(
                new Gathering("likes", now.minusSeconds(60).plus(WINDOW), 2, List.of("two", "three")),
                third.notification().gathering());
    }

    @Test
    void shouldGatherFromTheFirstOnWithoutALookBack() {
        assertEquals(1, count(gather("one", Duration.ZERO, false)));
        assertEquals(2, count(gather("two", Duration.ZERO, false)));
    }

    @Test
    void shouldBeginAnewWhenTheWindowIsOver() {
        gather("one", Duration.ZERO, false);
        now = now.plus(WINDOW);

        DigestStore.Gathered next = gather("two", Duration.ZERO, false);

        assertEquals(1, count(next));
        assertEquals(Optional.empty(), next.before());
    }

    @Test
    void shouldLetAnUrgentOneTakeAlongWhatWaits() {
        NotificationId waiting =
                gather("one", Duration.ZERO, false).notification().id();

        DigestStore.Gathered urgent = gather("now", Duration.ZERO, true);

        assertEquals(Optional.of(waiting), urgent.before());
        assertEquals(
                new Gathering("likes", now, 2, List.of("one", "now")),
                urgent.notification().gathering());
        assertEquals(1, count(gather("later", Duration.ZERO, false)));
    }

    @Test
    void shouldLetAnUrgentOneStandAloneWhereNothingWaits() {
        assertNull(gather("now", Duration.ZERO, true).notification().gathering());
    }

    @Test
    void shouldListTheLastTitlesOnlyAndCountAll() {
        IntStream.rangeClosed(1, 24).forEach(i -> gather("t" + i, Duration.ZERO, false));

        Gathering all = Objects.requireNonNull(
                gather("t25", Duration.ZERO, false).notification().gathering());

        assertEquals(25, all.count());
        assertEquals(20, all.titles().size());
        assertEquals("t6", all.titles().getFirst());
    }

    private static int count(DigestStore.Gathered gathered) {
        return Objects.requireNonNull(gathered.notification().gathering()).count();
    }

    private DigestStore.Gathered gather(String title, Duration lookBack, boolean urgent) {
        NotificationId id = NotificationId.create(now, rig.shards().of(ann).number());
        Notification fresh = new Notification(
                id,
                ann,
                new Content(title, null, null),
                "like",
                Priority.NORMAL,
                "default",
                null,
                now,
                now.plus(Duration.ofDays(1)));
        return digests.gather(fresh, new Digest.Wish("likes", "like", WINDOW, lookBack, urgent))
                .await()
                .indefinitely();
    }
}
