/** Access to Redis: pipelined connections, Lua scripts, shards, delay queues, the node channel, and the clock. */
@NullMarked
package dev.oneping.redis;

import org.jspecify.annotations.NullMarked;
