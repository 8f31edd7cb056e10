/** The launcher script, run as a person runs it. */
@NullMarked
package dev.oneping.launcher;

import org.jspecify.annotations.NullMarked;
