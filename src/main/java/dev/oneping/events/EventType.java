package dev.oneping.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an {@link Event} is called in the catalogue, and what it means to whoever reads it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** The dot name. It never changes. */
    String name();

    /** One or two sentences for people. */
    String means();
}
