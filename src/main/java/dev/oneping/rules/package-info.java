/**
 * The rule engine: a pure function from facts to a decision with its explanation, without I/O, clock, randomness or
 * framework.
 */
@NullMarked
package dev.oneping.rules;

import org.jspecify.annotations.NullMarked;
