/**
 * The life cycle of a notification in Redis: accept, attempt, settle, hold, expire; and the ports by which it reaches
 * users.
 */
@NullMarked
package dev.oneping.delivery;

import org.jspecify.annotations.NullMarked;
