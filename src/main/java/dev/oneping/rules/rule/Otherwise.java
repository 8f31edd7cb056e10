package dev.oneping.rules.rule;

/** The effect on a notification for which no untried device is online. Every rule set defines it. */
public enum Otherwise {
    /** It is held until a device comes online, or it expires. */
    HOLD,
    /** It ends without being shown: it matters only to users who are online now. */
    SUPPRESS
}
