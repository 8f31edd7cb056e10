/** What a client says of itself: raw observations, read and checked, never conclusions. */
@NullMarked
package dev.oneping.presence.report;

import org.jspecify.annotations.NullMarked;
