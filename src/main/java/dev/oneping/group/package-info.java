/** Groups of people and subscribers of topics: who is meant where one name stands for many. */
@NullMarked
package dev.oneping.group;

import org.jspecify.annotations.NullMarked;
