/** Personal data: which Redis keys carry a user or a tenant, the export of a user's data, and its erasure with a proof. */
@NullMarked
package dev.oneping.privacy;

import org.jspecify.annotations.NullMarked;
