package dev.oneping.webhook;

import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;

/**
 * One event on its way to one subscription, taken for an attempt.
 *
 * @param subscription where it goes
 * @param tenant       whose it is
 * @param event        the event's id, which is the delivery's {@code webhook-id} as well: the same for every attempt
 * @param attempt      the number of the attempt to be made, from 1
 * @param body         what is sent and signed, byte for byte
 */
record Delivery(SubscriptionId subscription, TenantId tenant, String event, int attempt, byte[] body) {}
