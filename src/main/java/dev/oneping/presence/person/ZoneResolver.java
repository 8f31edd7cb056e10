package dev.oneping.presence.person;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Derives a user's time zone from the majority of recently used devices, so that one laptop left at home, or one
 * behind a tunnel to another country, is outvoted. On a tie the zone stays, until a device in another zone is used
 * clearly later; so it does not alternate for a user of two.
 */
final class ZoneResolver {

    private static final Duration CLEARLY_LATER = Duration.ofHours(1);

    private ZoneResolver() {}

    /** Returns the winner; empty without votes. */
    static Optional<ZoneId> of(Collection<DeviceHistory> recent, @Nullable ZoneId current) {
        Map<ZoneId, Integer> votes = new HashMap<>();
        Map<ZoneId, Instant> usedAt = new HashMap<>();
        recent.stream()
                .filter(history -> history.zone() != null && history.attendedAt() != null)
                .forEach(history -> {
                    votes.merge(Objects.requireNonNull(history.zone()), 1, Integer::sum);
                    usedAt.merge(history.zone(), Objects.requireNonNull(history.attendedAt()), ZoneResolver::max);
                });
        int most = votes.values().stream().max(Integer::compareTo).orElse(0);
        List<ZoneId> leading = votes.keySet().stream()
                .filter(zone -> votes.getOrDefault(zone, 0) == most)
                .sorted(Comparator.comparing(
                                (ZoneId zone) -> usedAt.getOrDefault(zone, Instant.MIN), Comparator.reverseOrder())
                        .thenComparing(ZoneId::getId))
                .toList();
        if (leading.isEmpty()) {
            return Optional.empty();
        }
        ZoneId latest = leading.getFirst();
        boolean stays = current != null
                && leading.contains(current)
                && usedAt.getOrDefault(latest, Instant.MIN)
                        .isBefore(usedAt.getOrDefault(current, Instant.MIN).plus(CLEARLY_LATER));
        return Optional.of(stays ? Objects.requireNonNull(current) : latest);
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
