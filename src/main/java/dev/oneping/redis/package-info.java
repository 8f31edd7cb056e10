/** The way to Redis: pipelined connections, Lua scripts, shards, due sets, the node's channel, and the clock. */
@NullMarked
package dev.oneping.redis;

import org.jspecify.annotations.NullMarked;
