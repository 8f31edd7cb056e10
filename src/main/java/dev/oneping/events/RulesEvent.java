package dev.oneping.events;

import org.jspecify.annotations.Nullable;

/** What became of a tenant's rules. They are no person: the subject is {@value #SUBJECT}, and {@code version} counts these events. */
public sealed interface RulesEvent extends Event {

    /** Who these events happen to. */
    String SUBJECT = "@rules";

    /**
     * Other rules are in force from now on.
     *
     * @param rules    what explanations call them
     * @param number   the tenant's number for them; 0 where the tenant has gone back to the common ones
     * @param restored the number of the earlier version that was put into force again; null where they are new
     */
    @EventType(name = "rules.changed", means = "Other rules of the tenant are in force.")
    record Changed(String rules, long number, @Nullable Long restored) implements RulesEvent {}
}
