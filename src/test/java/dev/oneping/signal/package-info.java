@NullMarked
package dev.oneping.signal;

import org.jspecify.annotations.NullMarked;
