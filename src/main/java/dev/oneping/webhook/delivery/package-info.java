/** Deliveries: queued, sent in order by one lane for each endpoint, retried, given up. */
@NullMarked
package dev.oneping.webhook.delivery;

import org.jspecify.annotations.NullMarked;
