/** Devices behind a GRIP proxy (Pushpin, Fastly Fanout), which holds their connections; frames are published to it. */
@NullMarked
package dev.oneping.connection.grip;

import org.jspecify.annotations.NullMarked;
