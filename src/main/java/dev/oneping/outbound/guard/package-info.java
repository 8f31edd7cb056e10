/** Where a subscriber may send us: URLs that can be read in one way only, and addresses that are public. */
@NullMarked
package dev.oneping.outbound.guard;

import org.jspecify.annotations.NullMarked;
