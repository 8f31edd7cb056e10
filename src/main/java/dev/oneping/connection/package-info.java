/** The device side: connections on whatever transport, their frames, heartbeats, bounded outboxes and orderly end. */
@NullMarked
package dev.oneping.connection;

import org.jspecify.annotations.NullMarked;
