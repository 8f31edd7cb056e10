/** Conditions, scores and keys over facts, in three-valued logic. */
@NullMarked
package dev.oneping.rules.expression;

import org.jspecify.annotations.NullMarked;
