/** The rule sets in force: those of the file, and those that tenants have put over it; their versions, and their API. */
@NullMarked
package dev.oneping.notify.ruleset;

import org.jspecify.annotations.NullMarked;
