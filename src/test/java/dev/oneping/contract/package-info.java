/** The contract in {@code openapi/openapi.yaml}: that it is sound in itself, and that the code keeps it. */
@NullMarked
package dev.oneping.contract;

import org.jspecify.annotations.NullMarked;
