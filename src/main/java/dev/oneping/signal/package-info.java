/** The inbound evented API: others signal what happened to a person, by a URL that was given to them alone. */
@NullMarked
package dev.oneping.signal;

import org.jspecify.annotations.NullMarked;
