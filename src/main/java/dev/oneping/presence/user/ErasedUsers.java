package dev.oneping.presence.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.NodeChannel;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * The users whose data is being erased at this moment, on any node: requests about them are refused, so that nothing that is erased
 * comes back. A node that misses the message stores what it is asked to; the erasure finds that in its next scan. Thread-safe.
 */
@Singleton
public class ErasedUsers {

    private static final String TOPIC = "erasures";
    private static final char BEGIN = '+';
    private static final char END = '-';
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Longer than an erasure takes; a node that died during one ends it by that. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int MOST = 10_000;

    private final NodeChannel nodes;
    private final Cache<UserRef, Boolean> users = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST)
            .expireAfterWrite(LONGEST)
            .build();

    ErasedUsers(NodeChannel nodes) {
        this.nodes = nodes;
    }

    void listen(@Observes StartupEvent ignored) {
        nodes.listenToBroadcasts(TOPIC, this::heard);
    }

    private void heard(String message) {
        UserRef user = UserRef.parse(message.substring(1));
        if (message.charAt(0) == BEGIN) {
            users.put(user, true);
        } else {
            users.invalidate(user);
        }
    }

    /** Refuses requests about a user from now on, on every node. */
    public Uni<Void> begin(UserRef user) {
        users.put(user, true);
        return nodes.broadcast(TOPIC, BEGIN + user.toString());
    }

    /** Accepts requests about a user again. */
    public Uni<Void> end(UserRef user) {
        users.invalidate(user);
        return nodes.broadcast(TOPIC, END + user.toString());
    }

    /** Returns whether there are none, which is nearly always so. */
    public boolean isEmpty() {
        return users.asMap().isEmpty();
    }

    /**
     * Rejects a request about a user whose data is being erased.
     *
     * @throws Problem 409
     */
    public void refuse(UserRef user) {
        if (users.getIfPresent(user) != null) {
            throw refusal(user.user().value());
        }
    }

    /**
     * Does the same for a text that may be no user's id.
     *
     * @throws Problem 409
     */
    public void refuse(TenantId tenant, String user) {
        if (users.asMap().keySet().stream()
                .anyMatch(each ->
                        each.tenant().equals(tenant) && each.user().value().equals(user))) {
            throw refusal(user);
        }
    }

    private static Problem refusal(String user) {
        return Problem.of(
                        ProblemType.CONFLICT,
                        "The data of '" + user + "' is being erased; repeat the request when that has ended.")
                .retryAfter(PAUSE);
    }
}
