/** The passing of time: real in a service, virtual in a simulation. The one place at which the two differ. */
@NullMarked
package dev.oneping.redis.time;

import org.jspecify.annotations.NullMarked;
