/** From the event log to deliveries. */
@NullMarked
package dev.oneping.webhook.fanout;

import org.jspecify.annotations.NullMarked;
