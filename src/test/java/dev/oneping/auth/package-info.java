/** Credentials, good and bad, over HTTP and on a real Redis. */
@NullMarked
package dev.oneping.auth;

import org.jspecify.annotations.NullMarked;
