/** Local time: calendars and spans of a day in a time zone, exact across clock changes. Pure. */
@NullMarked
package dev.oneping.rules.time;

import org.jspecify.annotations.NullMarked;
