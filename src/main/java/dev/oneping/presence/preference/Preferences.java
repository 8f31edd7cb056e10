package dev.oneping.presence.preference;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.presence.place.NamedPlace;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wishes.
 *
 * @param zone       the zone of the person's wall clock; null to go by what the devices say
 * @param quietHours when not to be disturbed; null for never
 * @param places     circles on the map by the person's own names for them, at most 20
 * @param categories what is wished of single categories, at most 100; what is not in it may come on every channel
 * @param invisible  whether others shall see the person as not there. It changes nothing of what comes to whom
 */
public record Preferences(
        @Nullable ZoneId zone,
        @Nullable QuietHours quietHours,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, NamedPlace> places,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, CategoryPreference> categories,
        @Nullable Boolean invisible) {

    /** No wishes. */
    public static final Preferences NONE = new Preferences(null, null, Map.of(), Map.of(), null);

    private static final Pattern PLACE = Pattern.compile("[a-z0-9_-]{1,32}");
    private static final int MAX_PLACES = 20;
    private static final int MAX_CATEGORIES = 100;
    private static final int LONGEST_CATEGORY = 64;

    /** @throws IllegalArgumentException naming the limit that is broken */
    public Preferences {
        places = places == null ? Map.of() : Map.copyOf(places);
        categories = categories == null ? Map.of() : Map.copyOf(categories);
        demand(places.size() <= MAX_PLACES, "places must be at most 20");
        demand(
                places.keySet().stream().allMatch(name -> PLACE.matcher(name).matches()),
                "the name of a place must be 1 to 32 of a-z 0-9 _ -");
        demand(categories.size() <= MAX_CATEGORIES, "categories must be at most 100");
        demand(
                categories.keySet().stream().allMatch(name -> !name.isEmpty() && name.length() <= LONGEST_CATEGORY),
                "the name of a category must be 1 to 64 characters");
    }

    /** What is wished of a category; empty where nothing is. */
    public Optional<CategoryPreference> of(String category) {
        return Optional.ofNullable(categories.get(category));
    }

    /** Without the places: they must not reach a log. */
    @Override
    public String toString() {
        return "Preferences[zone=" + zone + ", quietHours=" + quietHours + ", invisible=" + invisible + "]";
    }

    private static void demand(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }
}
