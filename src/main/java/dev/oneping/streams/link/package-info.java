/** Connections to Redis Streams: routed, reconnected. */
@NullMarked
package dev.oneping.streams.link;

import org.jspecify.annotations.NullMarked;
