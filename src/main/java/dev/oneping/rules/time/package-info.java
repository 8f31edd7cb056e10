/** Wall-clock time: spans of a day and calendars in a zone, exact across changes of the clock. Pure. */
@NullMarked
package dev.oneping.rules.time;

import org.jspecify.annotations.NullMarked;
