/** Measures notify → device → ack, and what an idle connection costs, with real sockets from outside the service. */
@NullMarked
package dev.oneping.bench;

import org.jspecify.annotations.NullMarked;
