package dev.oneping.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.StoredJson;
import dev.oneping.text.Sha256;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Gives every request with the same {@code Idempotency-Key} the same notification id. The id is fixed before anything is
 * stored under it, and storing under an id that exists does nothing; so however many equal requests run at once, and
 * wherever one of them is cut short, there is one notification.
 */
@Singleton
public class Idempotency {

    /** The length of a request's fingerprint, SHA-256 in hex. */
    private static final int FINGERPRINT = 64;

    private final RedisPipeline redis;
    private final NotifyConfig config;
    private final StoredJson json;

    Idempotency(RedisPipeline redis, NotifyConfig config, ObjectMapper json) {
        this.redis = redis;
        this.config = config;
        this.json = new StoredJson(json);
    }

    /** Returns the canonical text of a request, by which another request with the same key is compared. */
    public String text(Object request) {
        return json.write(request);
    }

    /**
     * Returns the id for a key: the given one if the key is new, else the one that the key was first used with.
     *
     * @param request the request's text; another request with the same key is rejected
     */
    public Uni<NotificationId> idFor(TenantId tenant, String key, String request, NotificationId fresh) {
        String slot = slot(tenant, key);
        String fingerprint = Sha256.hex(request);
        return redis.command(
                        Command.SET,
                        slot,
                        fingerprint + fresh,
                        "NX",
                        "PX",
                        config.idempotencyKept().toMillis())
                .chain(set -> set.isNil()
                        ? first(slot, fingerprint)
                        : Uni.createFrom().item(fresh));
    }

    /** Returns the id that a key stands for; empty if it was not used, or is forgotten. */
    public Uni<Optional<NotificationId>> find(TenantId tenant, String key) {
        return redis.command(Command.GET, slot(tenant, key))
                .map(kept -> kept.isNil()
                        ? Optional.empty()
                        : Optional.of(new NotificationId(kept.text().substring(FINGERPRINT))));
    }

    private static String slot(TenantId tenant, String key) {
        return "oneping:idempotency:" + tenant + ":" + Sha256.hex(key);
    }

    private Uni<NotificationId> first(String slot, String fingerprint) {
        return redis.command(Command.GET, slot).map(kept -> {
            if (kept.isNil()) {
                throw Problem.of(
                        ProblemType.IDEMPOTENCY_RUNNING,
                        "The idempotency key expired while this request was processed; retry the request.");
            }
            String text = kept.text();
            if (!text.startsWith(fingerprint)) {
                throw Problem.of(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key was used with another request in the last " + config.idempotencyKept()
                                + ".");
            }
            return new NotificationId(text.substring(fingerprint.length()));
        });
    }
}
