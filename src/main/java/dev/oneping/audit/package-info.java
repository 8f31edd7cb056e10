/** The log of administrative acts of each tenant, kept apart from the events of its users. */
@NullMarked
package dev.oneping.audit;

import org.jspecify.annotations.NullMarked;
