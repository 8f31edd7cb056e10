/** The decision core: facts in, a decision with its explanation out; no I/O, no clock, no randomness, no framework. */
@NullMarked
package dev.oneping.rules;

import org.jspecify.annotations.NullMarked;
