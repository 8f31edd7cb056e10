/**
 * A connector of SmallRye Reactive Messaging for Redis Streams. It is independent of the application around it, so
 * that it could be published separately; {@code README.md} beside this file is its manual.
 */
@NullMarked
package dev.oneping.streams;

import org.jspecify.annotations.NullMarked;
