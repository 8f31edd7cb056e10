/** The explanation of a decision, as data and as text. */
@NullMarked
package dev.oneping.rules.explain;

import org.jspecify.annotations.NullMarked;
