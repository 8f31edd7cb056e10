/** Expressions in CEL: parsed, type-checked, compiled to closures. */
@NullMarked
package dev.oneping.rules.file.cel;

import org.jspecify.annotations.NullMarked;
