package dev.oneping.webhook;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** What all lanes of a node share. */
@Singleton
record LaneDependencies(
        KnownSubscriptions known,
        DeliveryStore deliveries,
        DeliveryWorker worker,
        AttemptBulkhead bulkhead,
        Later later,
        Clock clock) {

    /** Does something after a while. */
    interface Later {

        /** On any thread; must be quick. */
        void run(Duration pause, Runnable work);
    }
}
