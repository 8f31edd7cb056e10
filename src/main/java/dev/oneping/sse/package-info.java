/** Server-sent events: the one writer for all streams, of devices and of the event feed. */
@NullMarked
package dev.oneping.sse;

import org.jspecify.annotations.NullMarked;
