package dev.oneping.rules.file;

import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeliverWhen;
import dev.oneping.model.DeviceId;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.BatteryState;
import dev.oneping.rules.fact.DeviceContext;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceUse;
import dev.oneping.rules.fact.DeviceView;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.History;
import dev.oneping.rules.fact.NetworkState;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.QuietHoursWindow;
import dev.oneping.rules.fact.UserFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Facts by chance, with holes in them. */
public final class RandomFacts {

    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;

    public RandomFacts(Random random) {
        this.random = random;
    }

    public Facts facts(Priority priority) {
        Instant now = YEAR.plusSeconds(random.nextInt(365 * 24 * 3600));
        List<DeviceFacts> devices = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            devices.add(device("d" + i, now));
        }
        return new Facts(now, notification(priority, now), user(), devices, history(now));
    }

    public Facts facts() {
        return facts(any(Priority.values()));
    }

    private NotificationFacts notification(Priority priority, Instant now) {
        return new NotificationFacts(
                "ntf_1",
                any("chat", "billing"),
                priority,
                before(now),
                now.plusSeconds(1 + random.nextInt(90_000)),
                any("default", "other"),
                GroupRole.ONE_PERSON,
                Progress.NONE,
                Map.of(),
                null,
                random.nextInt(6) == 0 ? wait(any("09:00", "18:00")) : null);
    }

    private static DeliverWhen wait(String by) {
        return new DeliverWhen(
                List.of(
                        new DeliverWhen.Surroundings("wifi", true, null, null),
                        new DeliverWhen.Surroundings(null, null, "office", null)),
                Duration.ofHours(2),
                LocalTime.parse(by));
    }

    private History history(Instant now) {
        return random.nextBoolean()
                ? History.NONE
                : new History(List.of(new History.Interruption(before(now), "chat", Map.of("calm", 0.5))));
    }

    private UserFacts user() {
        return new UserFacts(
                maybe(() -> ZoneId.of(any("Europe/Berlin", "America/New_York", "Asia/Kathmandu"))),
                maybe(() -> new QuietHoursWindow(
                        LocalTime.of(random.nextInt(24), 0), LocalTime.of(random.nextInt(24), 30))),
                random.nextBoolean() ? Set.of("sms") : Set.of());
    }

    private DeviceFacts device(String name, Instant now) {
        AttentionState attention = any(AttentionState.values());
        String platform = maybe(() -> any("web", "ios"));
        return new DeviceFacts(
                new DeviceId(name),
                platform,
                random.nextInt(5) > 0,
                attention,
                attention == AttentionState.UNKNOWN ? 0 : random.nextDouble(),
                before(now),
                maybe(() -> before(now)),
                maybe(() -> new BatteryState(random.nextDouble(), random.nextBoolean(), before(now))),
                maybe(() -> new NetworkState(any("wifi", "cellular"), random.nextBoolean(), before(now))),
                random.nextInt(4) == 0 ? 1 : 0,
                maybe(() -> 0),
                context(platform, now),
                use(now));
    }

    private DeviceUse use(Instant now) {
        return new DeviceUse(
                maybe(() -> before(now)),
                maybe(() -> random.nextInt(4) == 0),
                maybe(() -> any(DeviceView.values())),
                maybe(() -> before(now)),
                maybe(() -> before(now)),
                null,
                null);
    }

    /** The kind is said only where the platform does not tell it. */
    private DeviceContext context(@Nullable String platform, Instant now) {
        return new DeviceContext(
                platform != null ? null : maybe(() -> any("desktop", "mobile")),
                maybe(() -> Set.of(any("office", "home"))),
                maybe(() -> Set.of(any("ring", "image"))),
                ActivityKind.map(kind -> maybe(random::nextBoolean)),
                maybe(() -> 60 * random.nextDouble()),
                maybe(() -> before(now)),
                maybe(random::nextBoolean),
                maybe(random::nextDouble),
                maybe(() -> ZoneId.of("Europe/Berlin")));
    }

    private Instant before(Instant now) {
        return now.minusSeconds(random.nextInt(any(10, 600, 5_000)));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(4) == 0 ? null : value.get();
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }
}
