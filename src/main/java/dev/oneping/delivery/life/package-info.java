/** The life of one notification: states, attempts, transitions; pure. */
@NullMarked
package dev.oneping.delivery.life;

import org.jspecify.annotations.NullMarked;
