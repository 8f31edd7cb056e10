/** Named places: geofences that tolerate inaccurate fixes. Pure functions. */
@NullMarked
package dev.oneping.presence.place;

import org.jspecify.annotations.NullMarked;
