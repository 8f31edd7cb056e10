package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The condition for which a notification is held. It is held no longer than {@link #within}, so it is always
 * resolved.
 *
 * @param anyOf  the alternatives; one of them must hold for any online device
 * @param within the maximum time, counted from acceptance
 * @param by     a time of day by the user's clock that also ends the wait; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliverWhen(
        List<Surroundings> anyOf, Duration within, @Nullable LocalTime by) {

    /** The maximum number of alternatives. */
    public static final int MOST = 8;

    public DeliverWhen {
        anyOf = List.copyOf(anyOf);
        if (anyOf.isEmpty() || anyOf.size() > MOST || !within.isPositive()) {
            throw new IllegalArgumentException("1 to " + MOST + " surroundings, and a positive time");
        }
    }

    /**
     * Conditions on one device; all that are set must hold.
     *
     * @param network  its network, for example {@code wifi}; null for any
     * @param charging whether it is on a charger; null for either
     * @param place    the user's name for a place that it is in; null for anywhere
     * @param active   whether the user is using it; null for either
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Surroundings(
            @Nullable String network,
            @Nullable Boolean charging,
            @Nullable String place,
            @Nullable Boolean active) {}
}
