/**
 * The active rule sets: that of the file, and those that tenants have published over it; their versions, and their API.
 */
@NullMarked
package dev.oneping.notify.ruleset;

import org.jspecify.annotations.NullMarked;
