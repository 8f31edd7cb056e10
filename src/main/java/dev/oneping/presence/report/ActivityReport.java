package dev.oneping.presence.report;

import org.jspecify.annotations.Nullable;

/**
 * What the person does with a device, as its client sees it. A null was not observed.
 *
 * @param typing       whether a text is being written
 * @param inCall       whether a call is going on
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
