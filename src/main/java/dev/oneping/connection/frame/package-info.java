/** The device protocol: frames as values, their JSON, error codes and close codes. */
@NullMarked
package dev.oneping.connection.frame;

import org.jspecify.annotations.NullMarked;
