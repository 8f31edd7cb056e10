/** Who calls: an app by its API key, or a device by its token; and what each may do. */
@NullMarked
package dev.oneping.auth;

import org.jspecify.annotations.NullMarked;
