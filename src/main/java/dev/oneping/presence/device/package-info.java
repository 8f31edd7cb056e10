/** Registered devices and their push addresses. */
@NullMarked
package dev.oneping.presence.device;

import org.jspecify.annotations.NullMarked;
