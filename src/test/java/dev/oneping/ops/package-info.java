/** What the service says of itself at the start, to probes and to metrics. */
@NullMarked
package dev.oneping.ops;

import org.jspecify.annotations.NullMarked;
