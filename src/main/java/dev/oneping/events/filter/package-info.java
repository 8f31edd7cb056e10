/** Filters over the attributes of events, in the dialects of CloudEvents Subscriptions. */
@NullMarked
package dev.oneping.events.filter;

import org.jspecify.annotations.NullMarked;
