/** The one way to change a state that others may change at the same time: decide, commit if unchanged, decide again. */
@NullMarked
package dev.oneping.change;

import org.jspecify.annotations.NullMarked;
