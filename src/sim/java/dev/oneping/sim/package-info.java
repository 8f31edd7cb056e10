/**
 * A population of simulated people, on which the choice of the device is tuned and measured. It knows what really happens to a person and
 * what clients report of it; only the latter ever reaches a policy.
 */
@NullMarked
package dev.oneping.sim;

import org.jspecify.annotations.NullMarked;
