/** Support shared by tests of several packages: a real Redis, and no mocks of the project's own parts. */
@NullMarked
package dev.oneping.testing;

import org.jspecify.annotations.NullMarked;
