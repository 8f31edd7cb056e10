/** Delay queues in Redis, shared out among the living nodes. */
@NullMarked
package dev.oneping.redis.queue;

import org.jspecify.annotations.NullMarked;
