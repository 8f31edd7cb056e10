/** The connections of a node: messages between nodes, drain, and what closes many. */
@NullMarked
package dev.oneping.connection.node;

import org.jspecify.annotations.NullMarked;
