/** An embedded {@code redis-server} for first runs and tests: no setup, and its data survives restarts. */
@NullMarked
package dev.oneping.redis.embedded;

import org.jspecify.annotations.NullMarked;
