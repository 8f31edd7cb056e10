/** The HTTP server: connections, deadlines, drain, the management port. */
@NullMarked
package dev.oneping.ops.http;

import org.jspecify.annotations.NullMarked;
