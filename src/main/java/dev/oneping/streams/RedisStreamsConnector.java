package dev.oneping.streams;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import dev.oneping.streams.link.LinkFactory;
import dev.oneping.streams.link.StreamRoute;
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
 * Connects channels of SmallRye Reactive Messaging with Redis Streams: an incoming channel is a consumer of a group,
 * an outgoing one appends. Every entry is delivered at least once, and each stream's new entries in their order. An
 * incoming channel reads while it has a subscriber, and uses no resources otherwise.
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
        description = "the identifier of a RedisOptions bean to use instead of hosts, for example for TLS")
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
        description = "the maximum number of messages in flight; incoming: at least one for each partition")
@ConnectorAttribute(
        name = "timeout-ms",
        direction = INCOMING_AND_OUTGOING,
        type = "int",
        defaultValue = "10000",
        description = "the time limit for connecting and for replies, after which the connection is dropped")
@ConnectorAttribute(
        name = "partitions",
        direction = INCOMING,
        type = "int",
        defaultValue = "1",
        description = "the number of streams to read; %d in the pattern becomes 0 to this number minus one")
@ConnectorAttribute(
        name = "group",
        direction = INCOMING,
        type = "string",
        mandatory = true,
        description = "the consumer group; it is created, with the stream, if it does not exist")
@ConnectorAttribute(
        name = "consumer",
        direction = INCOMING,
        type = "string",
        description = "the consumer's name in the group, unique to the process; by default a new one at each start")
@ConnectorAttribute(
        name = "start",
        direction = INCOMING,
        type = "string",
        defaultValue = "0",
        description = "the position at which a new group starts: 0 for the oldest entry, $ for new entries only")
@ConnectorAttribute(
        name = "linger-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "0",
        description = "the pause after a read that returned entries, so that the next read returns more at once")
@ConnectorAttribute(
        name = "block-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "2000",
        description = "how long one read waits for entries; also the maximum delay of a reclaim")
@ConnectorAttribute(
        name = "claim-idle-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "60000",
        description =
                "the time without an acknowledgement after which an entry is redelivered; must exceed any handling time")
@ConnectorAttribute(
        name = "claim-interval-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "5000",
        description = "the interval of checks for such entries")
@ConnectorAttribute(
        name = "failure-strategy",
        direction = INCOMING,
        type = "string",
        defaultValue = "fail",
        description = "the treatment of a rejected entry: fail, ignore, dead-letter, redeliver")
@ConnectorAttribute(
        name = "max-deliveries",
        direction = INCOMING,
        type = "int",
        defaultValue = "10",
        description = "the number of deliveries without an acknowledgement after which an entry becomes a dead letter")
@ConnectorAttribute(
        name = "dead-letter-suffix",
        direction = INCOMING,
        type = "string",
        defaultValue = ":dead",
        description = "the suffix that the dead letter stream's key adds to the stream's key")
@ConnectorAttribute(
        name = "dead-letter-max-length",
        direction = INCOMING,
        type = "int",
        defaultValue = "10000",
        description = "the approximate number of dead letters kept")
@ConnectorAttribute(
        name = "forget-consumers-ms",
        direction = INCOMING,
        type = "int",
        defaultValue = "3600000",
        description = "the inactivity after which a consumer without pending entries is removed from the group")
@ConnectorAttribute(
        name = "max-length",
        direction = OUTGOING,
        type = "int",
        defaultValue = "100000",
        description = "the approximate maximum length of the stream; 0 for no limit")
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
    private final Instance<StreamRoute> routes;
    private final MeterRegistry registry;
    private final Map<String, IncomingChannel> inbound = new ConcurrentHashMap<>();
    private final Map<String, OutgoingChannel> outbound = new ConcurrentHashMap<>();

    RedisStreamsConnector(
            ExecutionHolder holder,
            @Any Instance<RedisOptions> namedOptions,
            Instance<StreamRoute> routes,
            MeterRegistry registry) {
        this.vertx = holder.vertx().getDelegate();
        this.namedOptions = namedOptions;
        this.routes = routes;
        this.registry = registry;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        ChannelAttributes attributes = new ChannelAttributes(config);
        IncomingSettings settings = IncomingSettings.of(attributes);
        LinkFactory links = links(attributes);
        Context context = vertx.getOrCreateContext();
        return Multi.createFrom().deferred(() -> {
            IncomingChannel channel = new IncomingChannel(settings, context, links, registry);
            inbound.put(settings.channel(), channel);
            return channel.messages();
        });
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        ChannelAttributes attributes = new ChannelAttributes(config);
        OutgoingSettings settings = OutgoingSettings.of(attributes);
        OutgoingChannel channel =
                new OutgoingChannel(settings, vertx.getOrCreateContext(), links(attributes), registry);
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

    private LinkFactory links(ChannelAttributes attributes) {
        StreamRoute route = routes.isResolvable() ? routes.get() : null;
        return new LinkFactory(options(attributes), route != null && route.isUsed() ? route : null);
    }

    /** Uses RESP2: with RESP3 a push message may be taken for a reply. */
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
