/** Presence as others may see it: asked for, waited for and watched; and who may do so. */
@NullMarked
package dev.oneping.presence.watch;

import org.jspecify.annotations.NullMarked;
