/** Tests of the commit loop. */
@NullMarked
package dev.oneping.change;

import org.jspecify.annotations.NullMarked;
