/** The {@code simulate} command: the whole service on virtual time, driven by scenarios or by programs. */
@NullMarked
package dev.oneping.simulation;

import org.jspecify.annotations.NullMarked;
