/** Strict JSON: what is refused, and how that is told. */
@NullMarked
package dev.oneping.problem.json;

import org.jspecify.annotations.NullMarked;
