/** One outbound HTTP call: to a checked address, bounded in time and size. */
@NullMarked
package dev.oneping.outbound.http;

import org.jspecify.annotations.NullMarked;
