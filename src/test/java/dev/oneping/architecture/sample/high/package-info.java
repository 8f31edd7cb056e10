/** An upper package that imports a lower one, as it may. */
@NullMarked
package dev.oneping.architecture.sample.high;

import org.jspecify.annotations.NullMarked;
