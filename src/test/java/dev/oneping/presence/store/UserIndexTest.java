package dev.oneping.presence.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.tenant.TenantSettings;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code presence/admit.lua}, and the users that make room. */
class UserIndexTest {

    private static final int LIMIT = 5;

    private final RedisRig rig = new RedisRig();
    private final TenantId tenant = rig.someone().tenant();
    private final UserIndex index = new UserIndex(
            rig.redis(),
            rig.shards(),
            new TenantSettings(rig.redis(), RedisRig.json()),
            RedisRig.config(PresenceConfig.class, Map.of("oneping.presence.users-per-tenant", Integer.toString(LIMIT))),
            Clock.systemUTC());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldListExactlyTheLimitOfConcurrentUsers() {
        List<UserRef> users =
                IntStream.range(0, 2 * LIMIT).mapToObj(i -> user("user" + i)).toList();
        users.forEach(this::store);

        List<Boolean> listed = Uni.join()
                .all(users.stream()
                        .map(user -> index.admit(user)
                                .replaceWith(true)
                                .onFailure(Problem.class)
                                .recoverWithItem(false))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();

        assertEquals(LIMIT, Collections.frequency(listed, true));
    }

    @Test
    void shouldRejectOneUserMoreAndAdmitKnownOnesAgain() {
        for (int i = 0; i < LIMIT; i++) {
            store(user("user" + i));
            admit(user("user" + i));
        }

        Problem problem = assertThrows(Problem.class, () -> admit(user("another")));

        assertEquals(ProblemType.LIMIT_REACHED, problem.type());
        admit(user("user0"));
    }

    @Test
    void shouldMakeRoomByUsersWhoHaveExpired() {
        for (int i = 0; i < LIMIT; i++) {
            admit(user("user" + i));
        }
        store(user("user1"));

        admit(user("another"));

        assertEquals(
                List.of("another", "user1"),
                rig.redis()
                        .command(Command.ZRANGE, "users:{" + tenant + "}", 0, -1)
                        .await()
                        .indefinitely()
                        .texts());
    }

    private void admit(UserRef user) {
        index.admit(user).await().indefinitely();
    }

    private void store(UserRef user) {
        rig.redis()
                .command(Command.HSET, rig.shards().of(user).user(user), "pv", 1)
                .await()
                .indefinitely();
    }

    private UserRef user(String name) {
        return new UserRef(tenant, new UserId(name));
    }
}
