/** What a tenant's notifications came to: counters in buckets of five minutes, and the HTTP API that sums them. */
@NullMarked
package dev.oneping.stats;

import org.jspecify.annotations.NullMarked;
