/** The way in: origin, rate, credentials, handshake. */
@NullMarked
package dev.oneping.connection.admission;

import org.jspecify.annotations.NullMarked;
