/** E-mail. */
@NullMarked
package dev.oneping.channel.email;

import org.jspecify.annotations.NullMarked;
