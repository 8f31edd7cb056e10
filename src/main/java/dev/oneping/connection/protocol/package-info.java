/** The device protocol: what each frame of a device does. */
@NullMarked
package dev.oneping.connection.protocol;

import org.jspecify.annotations.NullMarked;
