/** What is remembered of people for the rules: how they were interrupted lately, and on which device they answer. */
@NullMarked
package dev.oneping.notify.memory;

import org.jspecify.annotations.NullMarked;
