package dev.oneping.model;

/** The relation of a notification's user to other recipients of the same request. */
public enum GroupRole {
    /** There are no other recipients, or they are unrelated. */
    ONE_PERSON,
    /** The members of a group are notified one after the other; others can be notified as well. */
    ONE_OF_GROUP,
    /** All members of a group are notified. */
    WHOLE_GROUP;

    /** Returns whether the recipients are a group. */
    public boolean isGroup() {
        return this != ONE_PERSON;
    }
}
