package dev.oneping.redis.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The master that sentinels name. Every new connection asks a sentinel for it, by a host name that is resolved each time,
 * and the server whether it is one. When the sentinels announce another master, all connections to the old one are
 * dropped at once. Thread-safe.
 */
final class SentinelServers implements RedisServers {

    private static final Logger LOG = Logger.getLogger(SentinelServers.class);
    private static final Duration ASKED = Duration.ofSeconds(1);
    private static final Duration PULSE = Duration.ofSeconds(2);
    private static final String SWITCH = "+switch-master";

    private final Vertx vertx;
    private final Context context;
    private final RedisOptions shared;
    private final List<String> sentinels;
    private final String master;
    private final String scheme;
    private final String credentials;
    private final Set<ManagedConnection> open = ConcurrentHashMap.newKeySet();
    /** The sentinel that replied last is asked first. */
    private volatile int first;

    private volatile boolean closed;

    SentinelServers(Vertx vertx, RedisOptions options) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.shared = options;
        this.sentinels = List.copyOf(options.getEndpoints());
        this.master = options.getMasterName();
        URI sentinel = URI.create(sentinels.getFirst());
        this.scheme = sentinel.getScheme();
        // With a password of their own, the master's is not that in the addresses of the sentinels.
        this.credentials = sentinel.getRawUserInfo() == null || options.getPassword() != null
                ? ""
                : sentinel.getRawUserInfo() + "@";
        context.runOnContext(ignored -> listen(0));
    }

    @Override
    public Future<RedisOptions> find(@Nullable String key) {
        return find(first, 0);
    }

    @Override
    public Future<Void> admit(ManagedConnection connection) {
        return connection.send(Request.cmd(Command.ROLE), ASKED).compose(role -> {
            String word = role == null ? "" : role.get(0).toString();
            if (!word.equals("master")) {
                return Future.failedFuture("the server that a sentinel names is no master yet: " + word);
            }
            open.add(connection);
            return Future.succeededFuture();
        });
    }

    @Override
    public void ended(ManagedConnection connection) {
        open.remove(connection);
    }

    @Override
    public void close() {
        closed = true;
    }

    private Future<RedisOptions> find(int from, int tried) {
        if (tried == sentinels.size()) {
            return Future.failedFuture("no sentinel names the master " + master);
        }
        int place = (from + tried) % sentinels.size();
        return ask(place).onSuccess(found -> first = place).recover(failure -> {
            LOG.debugf("no master from sentinel %d: %s", place, failure.getMessage());
            return find(from, tried + 1);
        });
    }

    private Future<RedisOptions> ask(int place) {
        Request question =
                Request.cmd(Command.SENTINEL).arg("GET-MASTER-ADDR-BY-NAME").arg(master);
        return open(place)
                .compose(sentinel ->
                        sentinel.send(question, ASKED).onComplete(done -> sentinel.drop("the master is known")))
                .compose(reply -> reply == null || reply.size() < 2
                        ? Future.failedFuture("it knows no master of that name")
                        : Future.succeededFuture(RedisServers.at(shared, endpoint(reply))));
    }

    private String endpoint(Response address) {
        String host = address.get(0).toString();
        return scheme + "://" + credentials + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.get(1);
    }

    /** Connects to a sentinel with the credentials of its own address, never with those of the master. */
    private Future<ManagedConnection> open(int place) {
        RedisOptions options = RedisServers.at(new RedisOptions(shared).setPassword(null), sentinels.get(place));
        return ManagedConnection.open(context, RedisServers.single(options), null, ASKED);
    }

    /** Subscribes to a sentinel; to the next one when it is lost. */
    private void listen(int place) {
        open(place).onSuccess(sentinel -> subscribe(sentinel, place)).onFailure(failure -> listenLater(place));
    }

    private void subscribe(ManagedConnection sentinel, int place) {
        long pulse = vertx.setPeriodic(PULSE.toMillis(), ignored -> {
            if (closed) {
                sentinel.drop("the service stops");
            } else {
                sentinel.send(Request.cmd(Command.PING), ASKED);
            }
        });
        sentinel.onEnd(reason -> {
            vertx.cancelTimer(pulse);
            listenLater(place);
        });
        sentinel.onMessage(message -> {
            if (message.size() == 3 && message.get(2).toString().startsWith(master + " ")) {
                LOG.infof("The sentinels moved Redis: %s", message.get(2));
                open.forEach(connection -> connection.dropSoon("the sentinels named another master"));
            }
        });
        sentinel.send(Request.cmd(Command.SUBSCRIBE).arg(SWITCH), ASKED);
    }

    private void listenLater(int place) {
        if (!closed) {
            vertx.setTimer(
                    ThreadLocalRandom.current().nextInt(100, 1000),
                    ignored -> context.runOnContext(now -> listen((place + 1) % sentinels.size())));
        }
    }
}
