/** A real {@code redis-server} of our own, for a first run and for tests: no set-up, and the data survives us. */
@NullMarked
package dev.oneping.redis.embedded;

import org.jspecify.annotations.NullMarked;
