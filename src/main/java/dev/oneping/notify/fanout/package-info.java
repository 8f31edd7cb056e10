/** One notification for many users: whom to ask, in which order, and for how long. */
@NullMarked
package dev.oneping.notify.fanout;

import org.jspecify.annotations.NullMarked;
