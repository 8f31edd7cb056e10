/** Notifications for many people: the store on a real Redis, and what a crash leaves behind. */
@NullMarked
package dev.oneping.notify.fanout;

import org.jspecify.annotations.NullMarked;
