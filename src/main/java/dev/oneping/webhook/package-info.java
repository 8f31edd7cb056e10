/** Subscriptions to events, and their delivery: signed, retried for days, and never to an address that is not public. */
@NullMarked
package dev.oneping.webhook;

import org.jspecify.annotations.NullMarked;
