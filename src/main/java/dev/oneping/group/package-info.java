/** Groups of users and subscribers of topics: names that stand for many users. */
@NullMarked
package dev.oneping.group;

import org.jspecify.annotations.NullMarked;
