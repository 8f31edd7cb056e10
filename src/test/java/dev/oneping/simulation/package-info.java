@NullMarked
package dev.oneping.simulation;

import org.jspecify.annotations.NullMarked;
