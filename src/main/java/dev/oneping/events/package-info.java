/** The closed set of facts that can happen, and the append-only log of them. */
@NullMarked
package dev.oneping.events;

import org.jspecify.annotations.NullMarked;
