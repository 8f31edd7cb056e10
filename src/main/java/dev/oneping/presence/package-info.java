/** Who is there, on which device, and how attentive: sessions and their leases, reports, and what is concluded. */
@NullMarked
package dev.oneping.presence;

import org.jspecify.annotations.NullMarked;
