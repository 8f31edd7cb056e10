/** The use case: an event comes in, a turn decides, a device shows it, and time or news lead to the next turn. */
@NullMarked
package dev.oneping.notify;

import org.jspecify.annotations.NullMarked;
