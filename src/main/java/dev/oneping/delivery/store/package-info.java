/** Notifications in Redis: each change of state with its event in one script. */
@NullMarked
package dev.oneping.delivery.store;

import org.jspecify.annotations.NullMarked;
