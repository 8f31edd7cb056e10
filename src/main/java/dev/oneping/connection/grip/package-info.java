/** Devices behind a GRIP proxy (Pushpin, Fastly Fanout), which holds their connections and gets their frames published. */
@NullMarked
package dev.oneping.connection.grip;

import org.jspecify.annotations.NullMarked;
