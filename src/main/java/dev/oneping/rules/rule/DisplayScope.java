package dev.oneping.rules.rule;

/** The devices that show a notification without a sound, beside the one that rings. */
public enum DisplayScope {
    /** The devices that the user is at. */
    IN_USE,
    /** All of the user's own devices, by a push without sound where they have no session; never a shared one. */
    EVERYWHERE
}
