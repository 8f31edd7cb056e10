/** Being told once when somebody is there: wishes, each of which ends with exactly one event. */
@NullMarked
package dev.oneping.presence.availability;

import org.jspecify.annotations.NullMarked;
