package dev.oneping.presence.report;

import org.jspecify.annotations.Nullable;

/**
 * The user's activity on a device, as its client observes it. A null was not observed.
 *
 * @param typing       whether the user is writing
 * @param inCall       whether a call is in progress
 * @param presenting   whether others can see the screen
 * @param doNotDisturb whether the device's own do-not-disturb mode is on
 */
public record ActivityReport(
        @Nullable Boolean typing,
        @Nullable Boolean inCall,
        @Nullable Boolean presenting,
        @Nullable Boolean doNotDisturb) {

    static final ActivityReport NOTHING = new ActivityReport(null, null, null, null);
}
