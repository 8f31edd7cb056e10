package dev.oneping.webhook.fanout;

import dev.oneping.webhook.subscription.SubscriptionStore;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event log while any tenant has a subscription; otherwise it costs one small command a second. Creating the
 * first subscription, on any node, marks the position in the log from which it is read: later events are read no matter
 * when a node notices, earlier ones never.
 */
@Singleton
class EventLogReader {

    private static final Logger LOG = Logger.getLogger(EventLogReader.class);

    private final Multi<Message<Map<String, String>>> log;
    private final EventConsumer intake;
    private final SubscriptionStore subscriptions;
    private @Nullable Cancellable reading;

    EventLogReader(
            @Channel("events") Multi<Message<Map<String, String>>> log,
            EventConsumer intake,
            SubscriptionStore subscriptions) {
        this.log = log;
        this.intake = intake;
        this.subscriptions = subscriptions;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    Uni<Void> look() {
        return subscriptions.hasAny().invoke(this::read).replaceWithVoid();
    }

    private synchronized void read(boolean wanted) {
        if (wanted && reading == null) {
            reading = log.subscribe().with(intake::take, this::ended);
        } else if (!wanted && reading != null) {
            reading.cancel();
            reading = null;
        }
    }

    private synchronized void ended(Throwable failure) {
        LOG.error("The event log could not be read; reading is retried.", failure);
        reading = null;
    }
}
