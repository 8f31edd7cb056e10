package dev.oneping.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.LoggedEvent;
import dev.oneping.events.PresenceEvent;
import dev.oneping.model.AvailabilityId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.presence.store.Crowd;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Availability requests, on a real Redis with a clock moved only by the test. */
class AvailabilityTest {

    private static final AvailabilityConfig CONFIG = RedisRig.config(AvailabilityConfig.class);

    private final Crowd crowd = new Crowd();
    private final UserRef ann = crowd.user("ann");
    private final AvailabilityStore store =
            new AvailabilityStore(crowd.redis().redis(), crowd.redis().shards(), crowd.log(), RedisRig.json(), CONFIG);

    @AfterEach
    void close() {
        crowd.close();
    }

    @Test
    void shouldFulfilOnceWhenTheUserIsActiveForLongEnough() {
        AvailabilityId id = request(State.ACTIVE, "desktop", Duration.ofSeconds(30));
        assertEquals("later", check());
        crowd.sitsAt("laptop", ann);
        assertEquals(now(), due(), "the commit has it looked at");
        check();
        assertEquals(now().plusSeconds(30), due(), "and then when it will be fulfilled");

        crowd.pass(Duration.ofMillis(29_999), ann);
        check();
        assertEquals(List.of(), told());
        crowd.pass(Duration.ofMillis(1), ann);
        assertEquals("none", check());
        check();

        assertEquals(
                List.of("presence.available {\"availability\":\"" + id
                        + "\",\"device\":\"laptop\",\"attention\":\"active\",\"since\":\"" + now().minusSeconds(30)
                        + "\"}"),
                told());
        assertEquals(null, due());
    }

    @Test
    void shouldExpireOnce() {
        AvailabilityId id = request(State.ACTIVE, null, Duration.ZERO);
        crowd.pass(Duration.ofHours(2).minusMillis(1));
        check();
        assertEquals(List.of(), told());
        crowd.pass(Duration.ofMillis(1));
        check();
        crowd.sitsAt("laptop", ann);
        check();

        assertEquals(List.of("presence.availability.expired {\"availability\":\"" + id + "\"}"), told());
    }

    @Test
    void shouldWaitForTheRequestedKindOfDevice() {
        request(State.ACTIVE, "phone", Duration.ZERO);
        SessionId laptop = crowd.sitsAt("laptop", ann);
        check();
        assertEquals(List.of(), told());
        crowd.leaves(ann, laptop);

        request(State.PASSIVE, "desktop", Duration.ZERO);
        crowd.sitsAt("laptop", ann);
        check();
        assertEquals(1, told().size());
        assertEquals(1, of(store.pending(ann)).requests().size());
    }

    @Test
    void shouldNotBeFulfilledByAnInvisibleUser() {
        request(State.ACTIVE, null, Duration.ZERO);
        crowd.hidesAt("phone", ann);
        check();
        crowd.invisible(ann, true);
        crowd.sitsAt("laptop", ann);
        check();
        assertEquals(List.of(), told());

        crowd.invisible(ann, false);
        check();
        assertEquals(1, told().size());
    }

    /** As many nodes at once as can believe to be the one, again and again. */
    @Test
    void shouldPublishOnceDespiteConcurrentChecks() {
        for (int i = 0; i < 50; i++) {
            request(State.ACTIVE, null, Duration.ZERO);
            SessionId laptop = crowd.sitsAt("laptop", ann);
            List<Uni<String>> looks =
                    IntStream.range(0, 8).mapToObj(node -> checker().check(ann)).toList();
            of(Uni.join().all(looks).andFailFast());
            assertEquals(i + 1, told().size());
            crowd.leaves(ann, laptop);
        }
    }

    /** A commit or a wish that comes while somebody is looked at must not be put off by what was found before it. */
    @Test
    void shouldNotDelayARequestCreatedDuringACheck() {
        request(State.ACTIVE, null, Duration.ZERO);
        String before = of(store.pending(ann)).counter();
        claim();
        request(State.ACTIVE, "phone", Duration.ZERO);
        assertEquals("changed", next(before));
        assertEquals(now(), due());

        String now = of(store.pending(ann)).counter();
        claim();
        crowd.sitsAt("laptop", ann);
        assertEquals("changed", next(now));
        assertEquals(now(), due());
        claim();
        assertEquals("later", next(now));
    }

    @Test
    void shouldEnforceTheRequestLimit() {
        for (int i = 0; i < CONFIG.perUser(); i++) {
            request(State.ACTIVE, null, Duration.ZERO);
        }
        PendingAvailabilityRequest more = made(State.ACTIVE, null, Duration.ZERO);
        assertFalse(of(store.create(ann, more, CONFIG.maxExpiresIn())));
        PendingAvailabilityRequest first = of(store.pending(ann)).requests().getFirst();
        assertTrue(of(store.remove(ann, first.id())));
        assertFalse(of(store.remove(ann, first.id())));
        assertFalse(of(store.complete(ann, first.id(), new PresenceEvent.AvailabilityExpired(first.id()))));
        assertTrue(of(store.create(ann, more, CONFIG.maxExpiresIn())));
    }

    private AvailabilityId request(State attention, @Nullable String kind, Duration lasting) {
        PendingAvailabilityRequest request = made(attention, kind, lasting);
        assertTrue(of(store.create(ann, request, CONFIG.maxExpiresIn())));
        return request.id();
    }

    private PendingAvailabilityRequest made(State attention, @Nullable String kind, Duration lasting) {
        return new PendingAvailabilityRequest(
                AvailabilityId.create(now()), attention, kind, null, lasting, now(), now().plus(Duration.ofHours(2)));
    }

    private AvailabilityChecker checker() {
        return new AvailabilityChecker(store, crowd.store(), CONFIG, crowd.clock());
    }

    private String check() {
        claim();
        return of(checker().check(ann));
    }

    /** What a claim does: it puts the entry off. */
    private void claim() {
        of(crowd.redis()
                .redis()
                .command(Command.ZADD, key(), "XX", now().plusSeconds(10).toEpochMilli(), ann));
    }

    private String next(String counter) {
        return of(store.next(ann, counter, now().plusSeconds(60), now().plusSeconds(5)));
    }

    private @Nullable Instant due() {
        var score = of(crowd.redis().redis().command(Command.ZSCORE, key(), ann));
        return score.isNil() ? null : Instant.ofEpochMilli((long) Double.parseDouble(score.text()));
    }

    private String key() {
        return PresenceStore.AVAILABILITY_CHECKS.key(crowd.redis().shards().of(ann));
    }

    private List<String> told() {
        return crowd.events(ann).stream()
                .filter(event -> event.type().startsWith("presence.availab"))
                .map((LoggedEvent event) -> event.type() + " " + event.data())
                .toList();
    }

    private Instant now() {
        return crowd.clock().instant();
    }

    private static <T> T of(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
