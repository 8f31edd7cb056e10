package dev.oneping.model;

/** Who is to know of a notification beside its person. */
public enum GroupRole {
    /** Nobody, or people who have nothing to do with each other. */
    ONE_PERSON,
    /** It is for a group of which one after the other is asked; this one is, and the others can be asked as well. */
    ONE_OF_GROUP,
    /** It is for a group, and everyone in it is asked. */
    WHOLE_GROUP;

    /** Whether it went to a group. */
    public boolean isGroup() {
        return this != ONE_PERSON;
    }
}
