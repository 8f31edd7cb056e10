/** Operations: checks at the start, health checks, bootstrap keys, and the startup banner. */
@NullMarked
package dev.oneping.ops;

import org.jspecify.annotations.NullMarked;
