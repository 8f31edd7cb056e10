package dev.oneping.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.oneping.group.GroupStore.Put;
import dev.oneping.group.GroupStore.Removed;
import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Preconditions of writers that come at the same time. */
class GroupWriterTest {

    private static final GroupId OPS = new GroupId("ops");
    private static final List<UserId> ANN = List.of(new UserId("ann"));
    private static final int WRITERS = 40;

    private final RedisRig rig = new RedisRig();
    private final TenantId tenant = rig.someone().tenant();
    private final GroupStore store = new GroupStore(rig.redis(), RedisRig.config(GroupConfig.class), Clock.systemUTC());
    private final GroupWriter writer = new GroupWriter(store, Clock.systemUTC(), new SimpleMeterRegistry());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldHoldThatAGroupExistsWhateverItsVersion() {
        get(writer.put(tenant, OPS, ANN, null, "*"));

        List<Put> all = together("*");

        all.forEach(put -> assertInstanceOf(Put.Done.class, put));
    }

    @Test
    void shouldLetOneWriterChangeAVersion() {
        Put first = get(writer.put(tenant, OPS, ANN, null, null));
        String tag =
                EntityTags.tag(assertInstanceOf(Put.Done.class, first).group().version());

        List<Put> all = together(tag);

        assertEquals(1, all.stream().filter(Put.Done.class::isInstance).count());
    }

    @Test
    void shouldRefuseAnyVersionOfAGroupThatDoesNotExist() {
        assertInstanceOf(Put.Conflict.class, get(writer.put(tenant, OPS, ANN, "*", null)));
        assertEquals(Removed.WAS_NOT_THERE, get(writer.remove(tenant, OPS, null)));
    }

    private List<Put> together(String match) {
        return get(Uni.join()
                .all(IntStream.range(0, WRITERS)
                        .mapToObj(i -> writer.put(tenant, OPS, ANN, match, null))
                        .toList())
                .andFailFast());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
