package dev.oneping.bench.rules;

import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.BatteryState;
import dev.oneping.rules.fact.DeviceContext;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.NetworkState;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.QuietHoursWindow;
import dev.oneping.rules.fact.UserFacts;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Typical rules and facts for the measurement; none of them ends the decision early. */
final class Sample {

    private static final Instant NOW = Instant.parse("2026-11-24T09:30:00Z");

    private Sample() {}

    /**
     * Creates a file with a number of rules: a fifth about the user, two fifths that exclude devices, two fifths that
     * score them.
     */
    static String rules(int count) {
        int about = count / 5;
        int each = (count - about) / 2;
        return "language: 1\nname: sample\nquiet:\n"
                + IntStream.range(0, about)
                        .mapToObj(i -> """
                                  - rule: quiet_%d
                                    when: user.in_quiet_hours && notification.priority < high && now.hour != %d
                                    then: hold
                                    until: quiet_hours_end
                                    at_most: 24h
                                """.formatted(i, i % 24))
                        .collect(Collectors.joining())
                + "context:\n"
                + IntStream.range(0, each)
                        .mapToObj(i -> """
                                  - rule: context_%d
                                    when: notification.priority == low && device.battery_level < 0.%02d && !device.charging
                                    then: exclude
                                    at_most: 4h
                                """.formatted(i, i % 50 + 1))
                        .collect(Collectors.joining())
                + "scores:\n"
                + IntStream.range(0, count - about - each)
                        .mapToObj(i -> """
                                  - rule: score_%d
                                    when: device.attention == active && device.idle_seconds < %d.0
                                    score: device.confidence * %d.0 + 6000.0 / (60.0 + device.idle_seconds)
                                """.formatted(i, 30 * (i + 1), i + 1))
                        .collect(Collectors.joining())
                + "policies: {default: {ring: [normal, high, critical]}}\notherwise: hold\n";
    }

    /** Creates a user with a number of online devices, every other one in use. */
    static Facts facts(int devices) {
        return new Facts(
                NOW,
                new NotificationFacts(
                        "ntf_1",
                        "chat",
                        Priority.NORMAL,
                        NOW.minusSeconds(1),
                        NOW.plusSeconds(3_600),
                        "default",
                        GroupRole.ONE_PERSON,
                        Progress.NONE),
                new UserFacts(
                        ZoneId.of("Europe/Berlin"),
                        new QuietHoursWindow(LocalTime.of(22, 0), LocalTime.of(7, 0)),
                        Set.of()),
                IntStream.range(0, devices).mapToObj(Sample::device).toList());
    }

    private static DeviceFacts device(int number) {
        Set<String> places = Set.of("office");
        return new DeviceFacts(
                new DeviceId("device" + number),
                number % 3 == 0 ? "web" : "ios",
                true,
                number % 2 == 0 ? AttentionState.ACTIVE : AttentionState.PASSIVE,
                0.5 + number * 0.01,
                NOW.minusSeconds(300),
                NOW.minusSeconds(5L * number),
                new BatteryState(0.5, false, NOW.minusSeconds(60)),
                new NetworkState("wifi", false, NOW.minusSeconds(60)),
                0,
                new DeviceContext(
                        null,
                        places,
                        Set.of("ring"),
                        Map.of(ActivityKind.PRESENTING, false, ActivityKind.DO_NOT_DISTURB, false),
                        null,
                        null,
                        null,
                        0.5,
                        null));
    }
}
