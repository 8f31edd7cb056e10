/** Named places: who is in one, judged from fixes that are never quite right. Pure. */
@NullMarked
package dev.oneping.presence.place;

import org.jspecify.annotations.NullMarked;
