/** The chance that a ring is noticed, and its worth: a pure, additive model with tables of weights as its data. */
@NullMarked
package dev.oneping.rules.chance;

import org.jspecify.annotations.NullMarked;
