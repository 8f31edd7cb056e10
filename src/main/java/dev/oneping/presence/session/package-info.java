/** Sessions of devices: open, renew, resume, report, close; many that are lost at once. */
@NullMarked
package dev.oneping.presence.session;

import org.jspecify.annotations.NullMarked;
