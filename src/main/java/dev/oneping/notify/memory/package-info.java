/** Users' histories for the rules: recent interruptions, and the devices on which users answer. */
@NullMarked
package dev.oneping.notify.memory;

import org.jspecify.annotations.NullMarked;
