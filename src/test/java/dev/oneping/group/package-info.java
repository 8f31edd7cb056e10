/** Groups and topics on a real Redis, and through the API. */
@NullMarked
package dev.oneping.group;

import org.jspecify.annotations.NullMarked;
