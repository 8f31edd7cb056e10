/** Device tokens and ack tickets: signed, verified, revoked. */
@NullMarked
package dev.oneping.auth.token;

import org.jspecify.annotations.NullMarked;
