/** Tenants: their records, limits and state, and the ports by which the features count and erase what a tenant has. */
@NullMarked
package dev.oneping.tenant;

import org.jspecify.annotations.NullMarked;
