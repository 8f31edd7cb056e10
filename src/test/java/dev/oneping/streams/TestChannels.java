package dev.oneping.streams;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.oneping.streams.link.LinkFactory;
import dev.oneping.testing.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Channels over a real Redis, each with its own stream, and a plain client to inspect the result. */
final class TestChannels implements AutoCloseable {

    final String stream = "{" + UUID.randomUUID() + "}:stream";
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final String uri;
    private final Vertx vertx = Vertx.vertx();
    private final Redis client;
    private final List<Vertx> others = new ArrayList<>();

    TestChannels() {
        this(RedisServer.shared().uri());
    }

    TestChannels(String uri) {
        this.uri = uri;
        client = Redis.createClient(vertx, options(uri));
    }

    /** A consumer with the given attributes over defaults that make tests quick. */
    Received receive(String... attributes) {
        return receive(vertx, attributes);
    }

    /** A consumer on its own connections, which Redis sees as a separate process. */
    Received receiveApart(String... attributes) {
        Vertx other = Vertx.vertx();
        others.add(other);
        return receive(other, attributes);
    }

    /** Ends all consumers of {@link #receiveApart} as a crash would: the sockets close without notice. */
    void crashOthers() {
        others.forEach(other -> await(other.close()));
        others.clear();
    }

    OutgoingChannel send(String... attributes) {
        OutgoingSettings settings = OutgoingSettings.of(attributes(attributes));
        return new OutgoingChannel(settings, vertx.getOrCreateContext(), links(), registry);
    }

    ChannelAttributes attributes(String... pairs) {
        Map<String, String> values = new HashMap<>(Map.of(
                "channel-name", "test",
                "stream", stream,
                "group", "group",
                "block-ms", "50",
                "timeout-ms", "5000",
                "claim-interval-ms", "50"));
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new ChannelAttributes(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build());
    }

    /** Appends entries with the single field {@code n}, from {@code from} to {@code to} minus one. */
    void append(String key, int from, int to) {
        List<Request> batch = new ArrayList<>();
        for (int n = from; n < to; n++) {
            batch.add(Request.cmd(Command.XADD).arg(key).arg("*").arg("n").arg(n));
            if (batch.size() == 1000 || n == to - 1) {
                await(client.batch(batch));
                batch = new ArrayList<>();
            }
        }
    }

    Response redis(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            request.arg(argument.toString());
        }
        return await(client.send(request));
    }

    /** The number of pending entries. */
    int pending() {
        return redis(Command.XPENDING, stream, "group").get(0).toInteger();
    }

    @Override
    public void close() {
        crashOthers();
        await(vertx.close());
    }

    private Received receive(Vertx where, String... attributes) {
        IncomingSettings settings = IncomingSettings.of(attributes(attributes));
        return new Received(new IncomingChannel(settings, where.getOrCreateContext(), links(), registry));
    }

    private LinkFactory links() {
        return new LinkFactory(options(uri), null);
    }

    private static RedisOptions options(String uri) {
        return new RedisOptions()
                .setConnectionString(uri)
                .setProtocolNegotiation(false)
                .setMaxWaitingHandlers(16_384);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
