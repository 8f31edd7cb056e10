/** Availability requests: each yields exactly one event, when the user becomes available or the request expires. */
@NullMarked
package dev.oneping.presence.availability;

import org.jspecify.annotations.NullMarked;
