/** One notification for many people: whom to ask, in which order, until when. */
@NullMarked
package dev.oneping.notify.fanout;

import org.jspecify.annotations.NullMarked;
