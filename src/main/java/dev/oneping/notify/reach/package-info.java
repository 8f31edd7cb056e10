/** The prediction of how a user could be reached now: a dry run of the rules, and the odds of an answer per device. */
@NullMarked
package dev.oneping.notify.reach;

import org.jspecify.annotations.NullMarked;
