/** Servers of Redis and connections to them: one, Sentinel, Cluster; outages. */
@NullMarked
package dev.oneping.redis.server;

import org.jspecify.annotations.NullMarked;
