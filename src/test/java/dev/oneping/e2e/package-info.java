/** The service as its users meet it: real devices on real sockets, a real Redis, and tests that speak in verbs. */
@NullMarked
package dev.oneping.e2e;

import org.jspecify.annotations.NullMarked;
