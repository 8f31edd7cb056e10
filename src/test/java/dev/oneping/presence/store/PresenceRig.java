package dev.oneping.presence.store;

import dev.oneping.auth.SecretBox;
import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.NodeOutages;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.device.AddressStore;
import dev.oneping.presence.device.DeviceRegistry;
import dev.oneping.presence.person.Person;
import dev.oneping.presence.session.MassDisconnectDetector;
import dev.oneping.presence.session.Sessions;
import dev.oneping.tenant.TenantSettings;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Presence on a real Redis with a clock moved only by the test, with any number of nodes. */
public final class PresenceRig implements AutoCloseable {

    public static final PresenceConfig CONFIG = RedisRig.config(PresenceConfig.class);
    private static final String KEY = "b25lcGluZy10ZXN0LWtleS1vbmVwaW5nLXRlc3Qta2U=";

    final RedisRig redis = new RedisRig();
    public final UserRef ann = redis.someone();
    public final List<PresenceChanged> told = Collections.synchronizedList(new ArrayList<>());
    public final Set<DeviceId> revoked = ConcurrentHashMap.newKeySet();
    public volatile UnaryOperator<Instant> leaseTime = now -> now;
    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Clock clock = ((InstantSource) this::now).withZone(ZoneOffset.UTC);
    final EventLog log = new EventLog(redis.redis(), redis.shards(), RedisRig.events(), RedisRig.json(), clock);

    /** A node with a memory of its own. */
    public Node node() {
        return new Node();
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** All that happened to a person, in the order of the log. */
    public List<LoggedEvent> events(UserRef user) {
        return await(log.read(redis.shards().of(user), "0-0", 1_000_000)).stream()
                .map(EventLog.Positioned::event)
                .filter(event -> event.user().equals(user))
                .toList();
    }

    /** What Redis holds of a person, past every memory. */
    public Map<String, String> hash(UserRef user) {
        return await(redis.redis()
                        .command(Command.HGETALL, redis.shards().of(user).user(user)))
                .map();
    }

    public Person stored(UserRef user) {
        return PersonHash.read(user, hash(user));
    }

    /** When the person is to be reviewed; empty where no review is due ever. */
    public Optional<Instant> review(UserRef user) {
        var score = await(redis.redis()
                .command(
                        Command.ZSCORE, PresenceStore.REVIEWS.key(redis.shards().of(user)), user));
        return score.isNil()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(score.text())));
    }

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        redis.close();
    }

    /** One process of the service. */
    public final class Node {
        public final NodeId id = NodeId.create(Instant.now());
        public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        final PersonCache memory = new PersonCache(CONFIG);
        public final NodeOutages outages = new NodeOutages(redis.redis(), id, clock, now -> leaseTime.apply(now));
        public final PresenceStore store = new PresenceStore(
                redis.redis(),
                redis.shards(),
                log,
                memory,
                CONFIG,
                outages,
                new UserIndex(
                        redis.redis(),
                        redis.shards(),
                        new TenantSettings(redis.redis(), RedisRig.json()),
                        CONFIG,
                        clock),
                clock);
        public final PersonUpdater people =
                new PersonUpdater(store, memory, CONFIG, outages, clock, told::add, metrics);
        final AddressStore book = new AddressStore(redis.redis(), new SecretBox(KEY, List.of()), people, store);
        public final DeviceRegistry registry = new DeviceRegistry(people, store, book, CONFIG, clock);
        public final Sessions sessions = new Sessions(
                people,
                store,
                CONFIG,
                new MassDisconnectDetector(outages, CONFIG, clock, metrics),
                id,
                clock,
                (user, device, since) -> Uni.createFrom().item(revoked.contains(device)));

        public double conflicts() {
            return metrics.counter("oneping.conflicts", "kind", "presence", "outcome", "retried")
                    .count();
        }
    }
}
