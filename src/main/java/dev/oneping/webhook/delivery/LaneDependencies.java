package dev.oneping.webhook.delivery;

import dev.oneping.webhook.subscription.KnownSubscriptions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** The collaborators that all lanes of a node share. */
@Singleton
public record LaneDependencies(
        KnownSubscriptions known,
        DeliveryStore deliveries,
        DeliveryWorker worker,
        AttemptBulkhead bulkhead,
        Later later,
        Clock clock) {

    /** Runs work after a delay. */
    interface Later {

        /** Runs the work on any thread; it must not block. */
        void run(Duration pause, Runnable work);
    }
}
