package dev.oneping.webhook;

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
 * Reads the log of events for as long as anybody has a subscription; without one it costs a small command a second. Who makes
 * the first one, on whichever node, marks in the log where the reading begins: what happens after it is read however late a
 * node takes notice, and nothing from before.
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
        LOG.error("The log of events could not be read; it is tried again.", failure);
        reading = null;
    }
}
