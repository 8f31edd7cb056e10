/** The closed set of event types, and the append-only event log. */
@NullMarked
package dev.oneping.events;

import org.jspecify.annotations.NullMarked;
