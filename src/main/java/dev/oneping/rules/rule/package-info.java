/** The definitions that a rule set consists of. */
@NullMarked
package dev.oneping.rules.rule;

import org.jspecify.annotations.NullMarked;
