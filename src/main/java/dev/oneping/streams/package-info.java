/**
 * A connector of SmallRye Reactive Messaging for Redis Streams. It knows nothing of the application around it, so that
 * it could be published alone; {@code README.md} beside this file is its manual.
 */
@NullMarked
package dev.oneping.streams;

import org.jspecify.annotations.NullMarked;
