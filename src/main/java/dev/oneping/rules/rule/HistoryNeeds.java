package dev.oneping.rules.rule;

/**
 * The history that a rule set uses, so that no history is read or learned that no rule needs.
 *
 * @param history       whether it uses the user's recent interruptions
 * @param ackStatistics whether it uses the learned response statistics of devices, and learning is enabled
 */
public record HistoryNeeds(boolean history, boolean ackStatistics) {

    /** No history. */
    public static final HistoryNeeds NONE = new HistoryNeeds(false, false);
}
