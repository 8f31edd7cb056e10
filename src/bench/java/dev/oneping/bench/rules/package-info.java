/** JMH benchmarks of the rule engine: {@code ./oneping bench rules}. */
@NullMarked
package dev.oneping.bench.rules;

import org.jspecify.annotations.NullMarked;
