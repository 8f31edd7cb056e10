package dev.oneping.presence.preference;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.presence.place.NamedPlace;
import dev.oneping.text.CodePoints;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user's preferences.
 *
 * @param zone       the user's time zone; null to derive it from the devices
 * @param quietHours the daily do-not-disturb period; null for none
 * @param places     the user's named places, at most 20
 * @param categories preferences for single categories, at most 100; others may use every channel
 * @param invisible  whether the user appears offline to other users. It does not change routing
 */
public record Preferences(
        @Nullable ZoneId zone,
        @Nullable QuietHours quietHours,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, NamedPlace> places,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, CategoryPreference> categories,
        @Nullable Boolean invisible) {

    /** No preferences. */
    public static final Preferences NONE = new Preferences(null, null, Map.of(), Map.of(), null);

    private static final Pattern PLACE = Pattern.compile("[a-z0-9_-]{1,32}");
    private static final int MAX_PLACES = 20;
    private static final int MAX_CATEGORIES = 100;
    private static final int LONGEST_CATEGORY = 64;

    /** @throws IllegalArgumentException naming the exceeded limit */
    public Preferences {
        places = places == null ? Map.of() : Map.copyOf(places);
        categories = categories == null ? Map.of() : Map.copyOf(categories);
        require(places.size() <= MAX_PLACES, "places must be at most 20");
        require(
                places.keySet().stream().allMatch(name -> PLACE.matcher(name).matches()),
                "the name of a place must be 1 to 32 of a-z 0-9 _ -");
        require(categories.size() <= MAX_CATEGORIES, "categories must be at most 100");
        require(
                categories.keySet().stream()
                        .allMatch(name -> !name.isEmpty() && CodePoints.count(name) <= LONGEST_CATEGORY),
                "the name of a category must be 1 to 64 characters");
    }

    /** Returns the preference for a category; empty if there is none. */
    public Optional<CategoryPreference> of(String category) {
        return Optional.ofNullable(categories.get(category));
    }

    /** Leaves the places out: they must not reach a log. */
    @Override
    public String toString() {
        return "Preferences[zone=" + zone + ", quietHours=" + quietHours + ", invisible=" + invisible + "]";
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }
}
