/** Subscriptions: what is asked for, checked, stored, and matched with events. */
@NullMarked
package dev.oneping.webhook.subscription;

import org.jspecify.annotations.NullMarked;
