/** Notifications for many users: the store on a real Redis, and recovery after a crash. */
@NullMarked
package dev.oneping.notify.fanout;

import org.jspecify.annotations.NullMarked;
