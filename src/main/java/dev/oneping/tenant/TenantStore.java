package dev.oneping.tenant;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.DocumentField;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.StoredJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The records of all tenants, one field each of the hash {@code oneping:tenants}, until they are deleted. The tenant {@link
 * Tenant#DEFAULT} exists without a record. A deleted tenant is remembered for as long as the tokens that it may have issued, so that
 * no token of it counts again.
 */
@Singleton
class TenantStore {

    /** Operators make tenants, so the limit is checked without a lock: two at the same moment may exceed it by one. */
    static final int MOST = 10_000;

    private final RedisPipeline redis;
    private final StoredJson json;
    private final Clock clock;
    private final CommitLoop loop;

    TenantStore(RedisPipeline redis, ObjectMapper json, Clock clock, MeterRegistry metrics) {
        this.redis = redis;
        this.json = new StoredJson(json);
        this.clock = clock;
        this.loop = new CommitLoop("tenant", clock, metrics);
    }

    /**
     * Stores a new tenant.
     *
     * @throws Problem 409 if the id is taken or was lately, 429 if there are too many
     */
    Uni<Tenant> create(TenantId id, String name, TenantLimits limits) {
        if (id.equals(Tenant.DEFAULT)) {
            throw taken(id);
        }
        Tenant made = new Tenant(id, name, Tenant.State.ACTIVE, clock.instant(), limits);
        return redis.command(Command.HLEN, TenantSettings.RECORDS)
                .invoke(count -> {
                    if (count.number() >= MOST) {
                        throw Problem.of(
                                ProblemType.LIMIT_REACHED,
                                "The service has reached its limit of " + MOST + " tenants; delete an unused one.");
                    }
                })
                .chain(() -> redis.command(Command.EXISTS, TenantSettings.gone(id)))
                .invoke(gone -> {
                    if (gone.number() > 0) {
                        throw Problem.of(
                                ProblemType.CONFLICT,
                                "Tenant '" + id + "' was deleted a short time ago, and device tokens of it may not have"
                                        + " expired yet; choose another id, or create it tomorrow.");
                    }
                })
                .chain(() -> redis.command(Command.HSETNX, TenantSettings.RECORDS, id, json.write(made)))
                .map(reply -> {
                    if (reply.number() == 0) {
                        throw taken(id);
                    }
                    return made;
                });
    }

    private static Problem taken(TenantId id) {
        return Problem.of(ProblemType.CONFLICT, "There is a tenant '" + id + "' already.");
    }

    /** Finds a tenant. */
    Uni<Optional<Tenant>> find(TenantId id) {
        return redis.command(Command.HGET, TenantSettings.RECORDS, id)
                .map(reply -> reply.isNil()
                        ? Optional.of(Tenant.unrecorded(id)).filter(found -> id.equals(Tenant.DEFAULT))
                        : Optional.of(json.read(reply.text(), Tenant.class)));
    }

    /**
     * Lists tenants by their id.
     *
     * @param after the id before the first one; null for the beginning
     */
    Uni<List<Tenant>> list(@Nullable String after, int limit) {
        return redis.command(Command.HKEYS, TenantSettings.RECORDS).chain(reply -> {
            TreeSet<String> ids = new TreeSet<>(reply.texts());
            ids.add(Tenant.DEFAULT.value());
            List<String> page = (after == null ? ids : ids.tailSet(after, false))
                    .stream().limit(limit).toList();
            return page.isEmpty()
                    ? Uni.createFrom().item(List.<Tenant>of())
                    : Uni.join()
                            .all(page.stream().map(id -> find(new TenantId(id))).toList())
                            .andFailFast()
                            .map(found ->
                                    found.stream().flatMap(Optional::stream).toList());
        });
    }

    /**
     * Changes a tenant.
     *
     * @return the tenant before and after; empty if there is none
     */
    Uni<Optional<Changed>> change(TenantId id, UnaryOperator<Tenant> change) {
        return recordDefault(id)
                .chain(() -> loop.change(
                        new DocumentField(redis, TenantSettings.RECORDS, id),
                        (text, now) -> {
                            Tenant before = json.read(text, Tenant.class);
                            Tenant after = change.apply(before);
                            Changed changed = new Changed(before, after);
                            return after.equals(before)
                                    ? new Step.Keep<>(Optional.of(changed))
                                    : new Step.Write<>(json.write(after), ignored -> Optional.of(changed));
                        },
                        Optional::empty));
    }

    private Uni<Void> recordDefault(TenantId id) {
        return id.equals(Tenant.DEFAULT)
                ? redis.command(
                                Command.HSETNX,
                                TenantSettings.RECORDS,
                                id,
                                json.write(Tenant.unrecorded(Tenant.DEFAULT)))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /**
     * Deletes the record of a tenant.
     *
     * @param remembered the time for which its credentials are refused nevertheless
     */
    Uni<Void> delete(TenantId id, Duration remembered) {
        return redis.command(Command.SET, TenantSettings.gone(id), "", "PX", remembered.toMillis())
                .chain(() -> redis.command(Command.HDEL, TenantSettings.RECORDS, id))
                .replaceWithVoid();
    }

    /** A tenant before and after a change; equal if nothing was changed. */
    record Changed(Tenant before, Tenant after) {}
}
