package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app wants a notification to wait for. It waits no longer than {@link #within}, so it is always resolved.
 *
 * @param anyOf  it waits until one of these is so of any device online
 * @param within counted from when it was accepted; from then on it waits no more
 * @param by     and from the first such time of the person's clock on, neither; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliverWhen(
        List<Surroundings> anyOf, Duration within, @Nullable LocalTime by) {

    /** More are refused. */
    public static final int MOST = 8;

    public DeliverWhen {
        anyOf = List.copyOf(anyOf);
        if (anyOf.isEmpty() || anyOf.size() > MOST || !within.isPositive()) {
            throw new IllegalArgumentException("1 to " + MOST + " surroundings, and a positive time");
        }
    }

    /**
     * What is so of one device; all that is said must be so.
     *
     * @param network  its network, for example {@code wifi}; null for any
     * @param charging whether it is on a charger; null for either
     * @param place    the person's name for a place that it is in; null for anywhere
     * @param active   whether the person is using it; null for either
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Surroundings(
            @Nullable String network,
            @Nullable Boolean charging,
            @Nullable String place,
            @Nullable Boolean active) {}
}
