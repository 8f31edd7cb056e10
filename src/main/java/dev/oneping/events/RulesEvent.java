package dev.oneping.events;

import org.jspecify.annotations.Nullable;

/**
 * Events about a tenant's rules. Their subject is not a user but {@value #SUBJECT}, and {@code version} counts these
 * events.
 */
public sealed interface RulesEvent extends Event {

    /** The subject of these events. */
    String SUBJECT = "@rules";

    /**
     * A new version of the rule set became active.
     *
     * @param rules    the name of the rule set in explanations
     * @param number   the tenant's version number; 0 if the tenant returned to the common rules
     * @param restored the number of the earlier version that was restored; null for a new version
     */
    @EventType(name = "rules.changed", means = "A new version of the tenant's rule set became active.")
    record Changed(String rules, long number, @Nullable Long restored) implements RulesEvent {}
}
