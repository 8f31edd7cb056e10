package dev.oneping.simulation.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The receiver of what happens in the run of a scenario. */
public interface ScenarioReport {

    /** Begins with the scenario. */
    void begin(Scenario scenario);

    /** Reports something that happened, in the order of time. */
    void happened(Happening happening);

    /** Reports whether an expectation holds. */
    void expected(String sentence, boolean holds);

    /** Reports the story of a notification, as {@code GET /v1/notifications/{id}/trace} returns it. */
    default void story(JsonNode story) {}

    /** Returns whether the stories are wanted; reading them costs a call each. */
    default boolean wantsStories() {
        return false;
    }

    /** Ends the report. */
    default void end() {}

    /**
     * Something that happened.
     *
     * @param at           the instant of virtual time
     * @param kind         rings, shows, retract, event, refused, or error
     * @param who          the user and device, or the user; null if it concerns none
     * @param text         the rest in a few words
     * @param notification the notification concerned; null if none
     */
    record Happening(
            Instant at,
            String kind,
            @Nullable String who,
            String text,
            @Nullable String notification) {}
}
