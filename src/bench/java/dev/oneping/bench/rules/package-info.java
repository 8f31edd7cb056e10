/** How long the rule engine needs, by JMH: {@code ./oneping bench rules}. */
@NullMarked
package dev.oneping.bench.rules;

import org.jspecify.annotations.NullMarked;
