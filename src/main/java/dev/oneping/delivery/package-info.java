/** A notification's life in Redis: accept, attempt, settle, hold, expire; and the ports by which it reaches people. */
@NullMarked
package dev.oneping.delivery;

import org.jspecify.annotations.NullMarked;
