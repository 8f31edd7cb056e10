/**
 * The main use case: an event is accepted, a turn decides, a device shows it, and time or changes lead to the next
 * turn.
 */
@NullMarked
package dev.oneping.notify;

import org.jspecify.annotations.NullMarked;
