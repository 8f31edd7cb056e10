/** Availability requests: each yields exactly one event, when the user becomes available or the request expires. */
@NullMarked
package dev.oneping.availability;

import org.jspecify.annotations.NullMarked;
