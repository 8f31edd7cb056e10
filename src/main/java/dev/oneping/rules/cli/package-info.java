/** {@code ./oneping rules}: rule files on the command line, without a service. */
@NullMarked
package dev.oneping.rules.cli;

import org.jspecify.annotations.NullMarked;
