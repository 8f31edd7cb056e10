package dev.oneping.rules;

/**
 * What a rule set asks of the past, so that nothing is read, or learned, that no rule looks at.
 *
 * @param history whether it looks at how the person was interrupted lately
 * @param habits  whether it looks at how the person answers on a device, and lets that be learned
 */
public record HistoryNeeds(boolean history, boolean habits) {

    /** Nothing. */
    public static final HistoryNeeds NONE = new HistoryNeeds(false, false);
}
