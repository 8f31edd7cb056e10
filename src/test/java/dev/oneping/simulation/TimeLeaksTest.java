package dev.oneping.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds every reading of real time in the sources against a list. What decides or waits has to take its time from {@code
 * Time} or from the injected clock, or a simulation would differ from the service.
 */
class TimeLeaksTest {

    private static final Path MAIN = Path.of("src/main/java/dev/oneping");
    private static final Pattern REAL_TIME =
            Pattern.compile("Instant\\.now\\(|currentTimeMillis|System(\\.|::)nanoTime|"
                    + "Clock\\.system|LocalDateTime\\.now|ZonedDateTime\\.now|LocalDate\\.now|\\.setTimer\\(|\\.setPeriodic\\(|"
                    + "\\.delayIt\\(|ifNoItem\\(\\)|@Scheduled|Thread\\.sleep|newScheduledThreadPool");

    /** Files that measure how long something took, watch input and output, or belong to features without a simulation. */
    private static final Set<String> ALLOWED = Set.of(
            // The seam itself.
            "redis/time/Time.java",
            "redis/time/VirtualTime.java",
            // Timers that they hand to the seam.
            "redis/queue/DelayQueueWorker.java",
            "connection/EventLoops.java",
            // Input and output: deadlines of calls, reconnects, heartbeats of nodes, metrics.
            "redis/server/ClusterLane.java",
            "redis/server/ClusterServers.java",
            "redis/server/SentinelServers.java",
            "redis/ClockSync.java",
            "redis/server/ManagedConnection.java",
            "redis/queue/Membership.java",
            "redis/NodeChannel.java",
            "redis/server/OutageLog.java",
            "redis/server/PipelinedConnection.java",
            "redis/Pulse.java",
            "redis/RedisMeters.java",
            "redis/RedisPipeline.java",
            "redis/StreamTail.java",
            "redis/embedded/ProcessWait.java",
            "ops/http/AcceptedConnections.java",
            "ops/EventLoopLiveness.java",
            "ops/http/HeaderDeadline.java",
            "ops/RedisDurability.java",
            "ops/http/RequestDeadlines.java",
            "outbound/http/HttpSender.java",
            "model/RateLimit.java",
            "connection/EventLoop.java",
            "watch/WatchedGroup.java",
            // Shutdown, and transports over HTTP and through proxies: simulated devices have a connection in memory.
            "connection/node/ConnectionDrain.java",
            "connection/grip/ProxiedSockets.java",
            "connection/grip/PublishLane.java",
            "connection/http/FetchEndpoint.java",
            "connection/http/HeldEndpoint.java",
            "connection/http/HttpSessions.java",
            "notice/Notices.java",
            // Webhooks and streams: a simulation reads the log itself.
            "feed/FeedReaders.java",
            // No tenant is closed in a simulation.
            "connection/node/TenantConnections.java",
            "streams/GroupReader.java",
            "streams/IncomingChannel.java",
            "streams/OutgoingChannel.java",
            "streams/link/RoutedLink.java",
            "streams/link/StreamConnection.java",
            "webhook/delivery/DeliveryWorker.java",
            "webhook/fanout/EventLogReader.java",
            "webhook/delivery/OutboundBeans.java",
            "webhook/delivery/WebhookSender.java",
            // Jobs that a lone node does not need, or that Stepper runs at their interval of virtual time
            // (AckStatistics).
            "events/EventLog.java",
            "notify/memory/AckStatistics.java",
            "notify/ruleset/ActiveRules.java",
            "presence/NodeOutages.java",
            // Gauges for scrapers.
            "delivery/HeldGauge.java",
            "ops/NodeReports.java",
            "stats/TenantCounters.java",
            "webhook/delivery/OldestDelivery.java",
            // How long a decision took.
            "notify/turn/Turn.java");

    @Test
    void shouldReadRealTimeOnlyInTheListedFiles() throws IOException {
        Set<String> found;
        try (Stream<Path> files = Files.walk(MAIN)) {
            found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(MAIN.resolve("simulation")))
                    .filter(TimeLeaksTest::readsRealTime)
                    .map(file -> MAIN.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        found.removeAll(ALLOWED);

        assertEquals(
                Set.of(), found, "read real time: use Time or the injected clock, or list the file with the reason");
    }

    private static boolean readsRealTime(Path file) {
        try {
            return REAL_TIME.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
