/** A lower package that imports an upper one. */
@NullMarked
package dev.oneping.architecture.sample.low;

import org.jspecify.annotations.NullMarked;
