/** Device connections on any transport: frames, heartbeats, bounded outboxes, resumption and shutdown. */
@NullMarked
package dev.oneping.connection;

import org.jspecify.annotations.NullMarked;
