/** Devices behind a GRIP proxy, on paper and behind the real Pushpin. */
@NullMarked
package dev.oneping.connection.grip;

import org.jspecify.annotations.NullMarked;
