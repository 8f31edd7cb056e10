/** oneping: one event, one ping, on the device that has the person's attention. */
@NullMarked
package dev.oneping;

import org.jspecify.annotations.NullMarked;
