package dev.oneping.rules;

/** What becomes of a notification for which no device is online and untried. Every rule set says it. */
public enum Otherwise {
    /** It is kept until a device comes online, or it expires. */
    HOLD,
    /** It ends unseen: only who is here now needs to know. */
    SUPPRESS
}
