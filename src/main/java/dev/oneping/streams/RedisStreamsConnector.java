package dev.oneping.streams;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Connects channels of SmallRye Reactive Messaging with Redis Streams: an incoming channel is a consumer of a group, an
 * outgoing one appends. Every entry is delivered at least once, and each stream's new entries in their order. An
 * incoming channel reads while somebody is subscribed to it, and costs nothing otherwise.
 */
@ApplicationScoped
@Connector(RedisStreamsConnector.NAME)
@ConnectorAttribute(
        name = "hosts",
        direction = INCOMING_AND_OUTGOING,
        type = "string",
        alias = "quarkus.redis.hosts",
        description = "the address of Redis as a URL, redis://[[user:]password@]host[:port][/database]")
@ConnectorAttribute(
        name = "client-options-name",
        direction = INCOMING_AND_OUTGOING,
        type = "string",
        description = "the identifier of a RedisOptions bean to use instead of hosts, for TLS or Sentinel")
@ConnectorAttribute(
        name = "stream",
        direction = INCOMING_AND_OUTGOING,
        type = "string",
        mandatory = true,
        description = "the key of the stream; with partitions, a pattern that holds %d")
@ConnectorAttribute(
        name = "max-in-flight",
        direction = INCOMING_AND_OUTGOING,
        type = "int",
        defaultValue = "1024",
        description = "how many messages may be under way; incoming: at least one for each partition")
@ConnectorAttribute(
        name = "timeout-ms",
        direction = INCOMING_AND_OUTGOING,
        type = "int",
        defaultValue = "10000",
        description = "how long Redis may take to connect or to answer before the connection is given up")
@ConnectorAttribute(
        name = "partitions",
        direction = INCOMING,
        type = "int",
        defaultValue = "1",
        description = "how many streams to read; %d in the pattern becomes 0 to this number less one")
@ConnectorAttribute(
        name = "group",
        direction = INCOMING,
        type = "string",
        mandatory = true,
        description = "the consumer group; it is made, with the stream, where it does not exist")
@ConnectorAttribute(
        name = "consumer",
        direction = INCOMING,
        type = "string",
        description = "the name in the group, never shared by two processes; by default a new one at each start")
@ConnectorAttribute(
        name = "start",
        direction = INCOMING,
        type = "string",
        defaultValue = "0",
        description = "where a new group begins: 0 with the oldest entry, $ with what comes from now on")
@ConnectorAttribute(
        name = "linger-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "0",
        description = "how long, after a read that brought entries, more may gather before the next read")
@ConnectorAttribute(
        name = "block-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "2000",
        description = "how long one read waits for entries; also the most by which a takeover can be late")
@ConnectorAttribute(
        name = "claim-idle-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "60000",
        description = "after how long without an acknowledgement an entry is delivered again; longer than any handling")
@ConnectorAttribute(
        name = "claim-interval-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "5000",
        description = "how often to look for such entries")
@ConnectorAttribute(
        name = "failure-strategy",
        direction = INCOMING,
        type = "string",
        defaultValue = "fail",
        description = "what becomes of an entry that was refused: fail, ignore, dead-letter, redeliver")
@ConnectorAttribute(
        name = "max-deliveries",
        direction = INCOMING,
        type = "int",
        defaultValue = "10",
        description = "after how many deliveries without an acknowledgement an entry is a dead letter")
@ConnectorAttribute(
        name = "dead-letter-suffix",
        direction = INCOMING,
        type = "string",
        defaultValue = ":dead",
        description = "what the key of the dead letter stream has after the key of the stream")
@ConnectorAttribute(
        name = "dead-letter-max-length",
        direction = INCOMING,
        type = "int",
        defaultValue = "10000",
        description = "about how many dead letters are kept")
@ConnectorAttribute(
        name = "forget-consumers-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "3600000",
        description = "after how long a silent consumer that owes nothing is removed from the group")
@ConnectorAttribute(
        name = "max-length",
        direction = OUTGOING,
        type = "int",
        defaultValue = "100000",
        description = "about how many entries the stream keeps; 0 for all")
@ConnectorAttribute(
        name = "payload-field",
        direction = OUTGOING,
        type = "string",
        defaultValue = "payload",
        description = "the field for a payload that is not a map")
public class RedisStreamsConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** The name to use in {@code mp.messaging.incoming.<channel>.connector}. */
    public static final String NAME = "redis-streams";

    private static final int BEFORE_VERTX_ENDS = 50;

    private final Vertx vertx;
    private final Instance<RedisOptions> namedOptions;
    private final MeterRegistry registry;
    private final Map<String, IncomingChannel> inbound = new ConcurrentHashMap<>();
    private final Map<String, OutgoingChannel> outbound = new ConcurrentHashMap<>();

    RedisStreamsConnector(ExecutionHolder holder, @Any Instance<RedisOptions> namedOptions, MeterRegistry registry) {
        this.vertx = holder.vertx().getDelegate();
        this.namedOptions = namedOptions;
        this.registry = registry;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        ChannelAttributes attributes = new ChannelAttributes(config);
        IncomingSettings settings = IncomingSettings.of(attributes);
        RedisOptions options = options(attributes);
        Context context = vertx.getOrCreateContext();
        return Multi.createFrom().deferred(() -> {
            IncomingChannel channel = new IncomingChannel(settings, context, options, registry);
            inbound.put(settings.channel(), channel);
            return channel.messages();
        });
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        ChannelAttributes attributes = new ChannelAttributes(config);
        OutgoingSettings settings = OutgoingSettings.of(attributes);
        OutgoingChannel channel =
                new OutgoingChannel(settings, vertx.getOrCreateContext(), options(attributes), registry);
        outbound.put(settings.channel(), channel);
        return channel.subscriber();
    }

    @Override
    public HealthReport getReadiness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        inbound.forEach((name, channel) -> report.add(name, channel.isReady()));
        outbound.forEach((name, channel) -> report.add(name, channel.isReady()));
        return report.build();
    }

    @Override
    public HealthReport getLiveness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        inbound.forEach((name, channel) -> {
            String failure = channel.failure();
            report.add(name, failure == null, failure);
        });
        return report.build();
    }

    void terminate(
            @Observes(notifyObserver = Reception.IF_EXISTS)
                    @Priority(BEFORE_VERTX_ENDS)
                    @BeforeDestroyed(ApplicationScoped.class)
                    Object event) {
        outbound.values().forEach(OutgoingChannel::stop);
        Future.join(inbound.values().stream().map(IncomingChannel::stop).toList())
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                .exceptionally(failure -> null)
                .join();
    }

    /** RESP2, for with RESP3 a push may take the place of an answer. */
    private RedisOptions options(ChannelAttributes attributes) {
        RedisOptions options = attributes
                .text("client-options-name")
                .map(name -> named(attributes, name))
                .orElseGet(() -> new RedisOptions().setConnectionString(attributes.required("hosts")));
        int queue = Math.max(options.getMaxWaitingHandlers(), 2 * attributes.number("max-in-flight", 1));
        return options.setProtocolNegotiation(false).setMaxWaitingHandlers(queue);
    }

    private RedisOptions named(ChannelAttributes attributes, String name) {
        Instance<RedisOptions> found = namedOptions.select(Identifier.Literal.of(name));
        if (!found.isResolvable()) {
            throw attributes.refuse("client-options-name", "names no bean of RedisOptions: '" + name + "'");
        }
        return new RedisOptions(found.get());
    }
}
