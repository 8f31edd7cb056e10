/** The command {@code ./oneping rules}, which checks, tests and explains rule files without a service. */
@NullMarked
package dev.oneping.rules.cli;

import org.jspecify.annotations.NullMarked;
