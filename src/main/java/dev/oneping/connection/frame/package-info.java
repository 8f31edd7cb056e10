/** The device protocol as values: what a device and the server say to each other, its JSON, and how a connection ends. */
@NullMarked
package dev.oneping.connection.frame;

import org.jspecify.annotations.NullMarked;
