package dev.oneping.presence.report;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random reports of a client; times are whole seconds. */
public final class RandomReports {

    private static final List<String> ZONES = List.of("Europe/Berlin", "America/New_York", "Asia/Kathmandu");
    private static final List<String> NETWORKS = List.of("wifi", "cellular", "ethernet");

    private RandomReports() {}

    /** One report of that number. */
    public static Report report(Random random, long seq) {
        return new Report(
                seq,
                maybe(random, attention(random)),
                maybe(random, Battery.seen(random.nextInt(101) / 100.0, random.nextBoolean())),
                maybe(random, new Network(NETWORKS.get(random.nextInt(NETWORKS.size())), random.nextBoolean())),
                maybe(random, new Location(random.nextInt(90), random.nextInt(180), null)),
                maybe(random, ZoneId.of(ZONES.get(random.nextInt(ZONES.size())))));
    }

    private static AttentionReport attention(Random random) {
        return new AttentionReport(
                maybe(random, random.nextInt(5) > 0),
                maybe(random, random.nextBoolean()),
                maybe(random, Duration.ofSeconds(random.nextInt(400))),
                maybe(random, Screen.values()[Math.max(0, random.nextInt(12) - 9)]));
    }

    private static <T> @Nullable T maybe(Random random, T value) {
        return random.nextInt(3) == 0 ? null : value;
    }
}
