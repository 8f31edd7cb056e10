/** Outbound HTTP calls to checked addresses, bounded in time and size. */
@NullMarked
package dev.oneping.outbound.http;

import org.jspecify.annotations.NullMarked;
