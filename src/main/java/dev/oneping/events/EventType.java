package dev.oneping.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name of an {@link Event} in the catalogue, and its description for readers. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** The dot name. It never changes. */
    String name();

    /** The description in one or two sentences. */
    String means();
}
