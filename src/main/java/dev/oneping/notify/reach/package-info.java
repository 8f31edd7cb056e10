/** How somebody could be reached now: a decision that is only tried, and what answers cost and bring on each device. */
@NullMarked
package dev.oneping.notify.reach;

import org.jspecify.annotations.NullMarked;
