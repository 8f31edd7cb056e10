package dev.oneping.rules.chance;

/**
 * The model and its costs, as {@code rules/priors.yaml} holds them. Immutable and thread-safe.
 *
 * @param version identifies the content in explanations
 * @param notice  the log-odds that a ring on a device is noticed within two minutes
 * @param quick   the log-odds that it is noticed quickly, if it is
 * @param glance  the log-odds that a silent display on a device is noticed at a glance
 * @param found   the logarithm of the rate per minute at which a silent display is found later
 * @param asleep  the log-odds that the user is asleep
 * @param times   the times of noticing
 * @param costs   the costs of a ring
 */
public record Priors(
        String version,
        ChanceModel notice,
        ChanceModel quick,
        ChanceModel glance,
        ChanceModel found,
        ChanceModel asleep,
        NoticeTimes times,
        RingCosts costs) {}
