package dev.oneping.signal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.DocumentField;
import dev.oneping.events.EventLog;
import dev.oneping.events.SignalEvent;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.StoredJson;
import dev.oneping.text.Sha256;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Signal URLs in one hash for each user, bounded by the limit per user; and for each token a key that refers to its URL.
 * The key of a replaced token expires with it; that of the present one is removed with its URL.
 */
@Singleton
class SignalStore {

    private static final Script CREATE = Script.load("signal/create.lua");
    private static final Script RECEIVE = Script.load("signal/receive.lua");

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventLog log;
    private final SignalConfig config;
    private final StoredJson json;
    private final CommitLoop loop;

    SignalStore(
            RedisPipeline redis,
            Shards shards,
            EventLog log,
            SignalConfig config,
            ObjectMapper json,
            Clock clock,
            MeterRegistry metrics) {
        this.redis = redis;
        this.shards = shards;
        this.log = log;
        this.config = config;
        this.json = new StoredJson(json);
        this.loop = new CommitLoop("signal_url", clock, metrics);
    }

    /** Stores a new one, and its token with it; false if the user has reached the limit. */
    Uni<Boolean> create(SignalUrl url) {
        return redis.run(CREATE, List.of(urls(url.to())), List.of(url.id(), json.write(url), config.urlsPerUser()))
                .chain(reply -> reply.tag().equals("created")
                        ? lead(url, url.tokens().getFirst().hash()).replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    Uni<List<SignalUrl>> all(UserRef user) {
        return redis.command(Command.HGETALL, urls(user))
                .map(reply -> reply.map().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> json.read(entry.getValue(), SignalUrl.class))
                        .toList());
    }

    Uni<Optional<SignalUrl>> find(UserRef user, String id) {
        return redis.command(Command.HGET, urls(user), id)
                .map(reply -> reply.isNil() ? Optional.empty() : Optional.of(json.read(reply.text(), SignalUrl.class)));
    }

    /** Finds the URL of a token. */
    Uni<Optional<SignalUrl>> open(String token, Instant now) {
        String hash = hash(token);
        return redis.command(Command.GET, lead(hash)).chain(place -> {
            if (place.isNil()) {
                return Uni.createFrom().item(Optional.<SignalUrl>empty());
            }
            int bar = place.text().indexOf('|');
            return find(
                            UserRef.parse(place.text().substring(0, bar)),
                            place.text().substring(bar + 1))
                    .map(found -> found.filter(url -> url.opens(hash, now)));
        });
    }

    /**
     * Changes a URL, and stores its newest token. The key of a token that is still accepted for a while expires then.
     *
     * @return the URL afterwards; empty if there is none
     */
    Uni<Optional<SignalUrl>> change(UserRef user, String id, UnaryOperator<SignalUrl> change) {
        return loop.change(
                        new DocumentField(redis, urls(user), id),
                        (text, now) -> {
                            SignalUrl before = json.read(text, SignalUrl.class);
                            SignalUrl after = change.apply(before);
                            return new Step.Write<>(
                                    json.write(after), ignored -> Optional.of(new Changed(before, after)));
                        },
                        Optional::<Changed>empty)
                .chain(changed -> changed.map(it -> leadToTokens(it).replaceWith(Optional.of(it.after())))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Void> leadToTokens(Changed changed) {
        Uni<Void> done = Uni.createFrom().voidItem();
        List<SignalUrl.Token> kept = changed.after().tokens();
        for (SignalUrl.Token token : kept) {
            Instant until = token.until();
            done = done.chain(() -> until == null
                    ? lead(changed.after(), token.hash())
                    : redis.command(Command.PEXPIREAT, lead(token.hash()), until.toEpochMilli())
                            .replaceWithVoid());
        }
        for (SignalUrl.Token token : changed.before().tokens()) {
            if (kept.stream().noneMatch(it -> it.hash().equals(token.hash()))) {
                done = done.chain(
                        () -> redis.command(Command.DEL, lead(token.hash())).replaceWithVoid());
            }
        }
        return done;
    }

    /** Removes one; false if there was none. */
    Uni<Boolean> delete(UserRef user, String id) {
        return find(user, id).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            Uni<Void> done = redis.command(Command.HDEL, urls(user), id).replaceWithVoid();
            for (SignalUrl.Token token : found.get().tokens()) {
                done = done.chain(
                        () -> redis.command(Command.DEL, lead(token.hash())).replaceWithVoid());
            }
            return done.replaceWith(true);
        });
    }

    /** Counts a signal against the rate limit, and appends its event once. */
    Uni<Receipt> receive(SignalUrl url, Signal signal, String eid) {
        Shard shard = shards.of(url.to());
        List<String> event = log.arguments(
                List.of(new SignalEvent.Received(url.id(), eid, signal.domain(), signal.type(), signal.happened())));
        return redis.run(
                        RECEIVE,
                        List.of(
                                shard.key("signal-seen", url.id(), hash(eid)),
                                shard.key("signal-rate", url.id()),
                                shard.user(url.to()),
                                log.key(shard)),
                        List.of(
                                url.to(),
                                log.keep(),
                                config.perMinute(),
                                config.remember().toMillis(),
                                event.get(0),
                                event.get(1)))
                .map(SignalStore::receipt);
    }

    private static Receipt receipt(Reply reply) {
        return switch (reply.tag()) {
            case "received" -> new Receipt(true, 0);
            case "repeated" -> new Receipt(false, 0);
            default -> new Receipt(false, reply.number(1));
        };
    }

    private Uni<Void> lead(SignalUrl url, String hash) {
        return redis.command(Command.SET, lead(hash), url.to() + "|" + url.id()).replaceWithVoid();
    }

    private static String lead(String hash) {
        return "oneping:signal:" + hash;
    }

    private String urls(UserRef user) {
        return shards.of(user).key("signal-urls", user);
    }

    static String hash(String token) {
        return Sha256.hex(token);
    }

    /**
     * The result of receiving a signal.
     *
     * @param fresh     false if it was received before
     * @param limitedMs the time until the next one is accepted; 0 if this one was
     */
    record Receipt(boolean fresh, long limitedMs) {}

    /** A URL before and after a change. */
    private record Changed(SignalUrl before, SignalUrl after) {}
}
