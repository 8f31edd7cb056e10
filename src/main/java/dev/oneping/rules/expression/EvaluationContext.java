package dev.oneping.rules.expression;

import dev.oneping.model.Priority;
import dev.oneping.rules.explain.Explanation.FactLine;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.BatteryState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceKind;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.NetworkState;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.rules.time.Calendar;
import dev.oneping.rules.time.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one decision as seen by rules. Each fact is computed once, on first use, and is null if unknown; the
 * explanation lists the facts used. Confined to one decision and one thread.
 */
public final class EvaluationContext {

    private static final Object UNKNOWN = new Object();
    private static final Variable[] VARIABLES = Variable.values();
    private static final Duration JUST = Duration.ofSeconds(60);

    private final Facts facts;
    private final Freshness freshness;
    private final Map<String, Calendar> calendars;
    private final @Nullable ZonedDateTime local;
    private final Optional<Instant> quietHoursEnd;
    private final @Nullable EvaluationContext whole;
    private final @Nullable DeviceFacts device;
    private final @Nullable Object[] values = new @Nullable Object[VARIABLES.length];
    private @Nullable Map<Fact, Object> others;

    private EvaluationContext(Facts facts, Freshness freshness, Map<String, Calendar> calendars) {
        UserFacts user = facts.user();
        this.facts = facts;
        this.freshness = freshness;
        this.calendars = calendars;
        this.local = user.zone() == null ? null : facts.now().atZone(user.zone());
        this.quietHoursEnd = user.zone() == null || user.quietHours() == null
                ? Optional.empty()
                : user.quietHours().endAfter(facts.now(), user.zone());
        this.whole = null;
        this.device = null;
    }

    private EvaluationContext(EvaluationContext whole, @Nullable DeviceFacts device) {
        this.facts = whole.facts;
        this.freshness = whole.freshness;
        this.calendars = whole.calendars;
        this.local = whole.local;
        this.quietHoursEnd = whole.quietHoursEnd;
        this.whole = whole;
        this.device = device;
    }

    public static EvaluationContext of(Facts facts, Freshness freshness, Map<String, Calendar> calendars) {
        return new EvaluationContext(facts, freshness, calendars);
    }

    /** The context of one device: variables about devices refer to this one. */
    public EvaluationContext at(DeviceFacts device) {
        return new EvaluationContext(this, device);
    }

    /**
     * The value of a fact.
     *
     * @return null if unknown; facts about a device are unknown outside the context of a device
     */
    public @Nullable Object value(Fact fact) {
        EvaluationContext here = whole != null && !fact.ofDevice() ? whole : this;
        // Called by every rule for every device, and nearly all facts are variables: a switch over types would be too
        // slow.
        return fact instanceof Variable variable ? here.variable(variable) : here.other(fact);
    }

    private @Nullable Object variable(Variable variable) {
        Object value = values[variable.ordinal()];
        if (value == null) {
            value = known(variable.read(this));
            values[variable.ordinal()] = value;
        }
        return value == UNKNOWN ? null : value;
    }

    private @Nullable Object other(Fact fact) {
        if (others == null) {
            others = new LinkedHashMap<>();
        }
        Object value = others.get(fact);
        if (value == null) {
            value = known(fact.read(this));
            others.put(fact, value);
        }
        return value == UNKNOWN ? null : value;
    }

    private static Object known(@Nullable Object read) {
        return read == null ? UNKNOWN : read;
    }

    /** The facts used so far, with their values. */
    public List<FactLine> used() {
        List<FactLine> used = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                used.add(line(VARIABLES[i], value));
            }
        }
        if (others != null) {
            others.forEach((fact, value) -> used.add(line(fact, value)));
        }
        return used;
    }

    private static FactLine line(Fact fact, Object value) {
        if (value == UNKNOWN) {
            return new FactLine(fact.path(), null);
        }
        return new FactLine(fact.path(), fact.showable() ? value : FactLine.HIDDEN);
    }

    public Facts facts() {
        return facts;
    }

    public Instant now() {
        return facts.now();
    }

    public NotificationFacts notification() {
        return facts.notification();
    }

    public Progress progress() {
        return notification().progress();
    }

    public boolean isCritical() {
        return notification().priority() == Priority.CRITICAL;
    }

    @Nullable
    DeviceFacts device() {
        return device;
    }

    @Nullable
    public ZonedDateTime local() {
        return local;
    }

    /** The end of the current quiet hours; empty outside quiet hours or if unknown. */
    public Optional<Instant> quietHoursEnd() {
        return quietHoursEnd;
    }

    @Nullable
    public Boolean inQuietHours() {
        boolean unknowable = facts.user().quietHours() != null && local == null;
        return unknowable ? null : (Boolean) quietHoursEnd.isPresent();
    }

    /** The end of the user's do-not-disturb time; empty if none is set or it has passed. */
    public Optional<Instant> dndEnd() {
        return Optional.ofNullable(facts.user().preferences().dndUntil()).filter(end -> end.isAfter(now()));
    }

    /** The first instant after acceptance at which the user's local clock shows that time. */
    public Optional<Instant> nextTime(LocalTime time) {
        if (local == null) {
            return Optional.empty();
        }
        Instant accepted = notification().createdAt();
        LocalDate day = accepted.atZone(local.getZone()).toLocalDate();
        Instant today = WallClock.first(day, time, local.getZone());
        return Optional.of(today.isAfter(accepted) ? today : WallClock.first(day.plusDays(1), time, local.getZone()));
    }

    @Nullable
    Boolean isOpen(String calendar) {
        return calendar(calendar).isOpen(now(), facts.user().zone()).orElse(null);
    }

    public Optional<Instant> nextChange(String calendar) {
        return calendar(calendar).nextChange(now(), facts.user().zone());
    }

    private Calendar calendar(String name) {
        return Objects.requireNonNull(calendars.get(name), name);
    }

    long devicesOnline() {
        return facts.devices().stream().filter(DeviceFacts::online).count();
    }

    @Nullable
    Boolean active() {
        return any(EvaluationContext::isActive);
    }

    @Nullable
    Boolean active(DeviceKind kind) {
        return any(each -> {
            DeviceKind known = DeviceKind.of(each);
            Boolean active = isActive(each);
            boolean perhaps = known == null && !Boolean.FALSE.equals(active);
            return known == kind ? active : perhaps ? null : (Boolean) false;
        });
    }

    @Nullable
    Boolean justReturned() {
        Instant lately = now().minus(JUST);
        return any(each -> {
            Boolean active = isActive(each);
            return active == null ? null : (Boolean) (active && each.since().isAfter(lately));
        });
    }

    /**
     * The time since the last input on any online device, optionally of one kind. A device that reports no input is
     * ignored; for a critical notification, where losing a signal must not change the result, it makes the result
     * unknown.
     */
    @Nullable
    Double idleSeconds(@Nullable DeviceKind of) {
        Instant latest = null;
        for (DeviceFacts each : facts.devices()) {
            DeviceKind kind = of == null ? null : DeviceKind.of(each);
            Instant input = each.lastInputAt();
            boolean unsure = kind != of || input == null;
            boolean perhaps = each.online() && (kind == of || kind == null);
            if (perhaps && unsure && isCritical()) {
                return null;
            }
            if (perhaps
                    && !unsure
                    && (latest == null || Objects.requireNonNull(input).isAfter(latest))) {
                latest = input;
            }
        }
        return latest == null
                ? null
                : (Double) Math.max(0, Duration.between(latest, now()).toMillis() / 1000.0);
    }

    /** Returns whether a property holds for any online device; unknown if it holds for none and is unknown for one. */
    @Nullable
    Boolean any(Function<DeviceFacts, @Nullable Boolean> what) {
        boolean unknown = false;
        for (DeviceFacts each : facts.devices()) {
            Boolean answer = each.online() ? what.apply(each) : (Boolean) false;
            if (Boolean.TRUE.equals(answer)) {
                return true;
            }
            unknown |= answer == null;
        }
        return unknown ? null : (Boolean) false;
    }

    private static @Nullable Boolean isActive(DeviceFacts device) {
        return device.attention() == AttentionState.UNKNOWN
                ? null
                : (Boolean) (device.attention() == AttentionState.ACTIVE);
    }

    public Optional<BatteryState> freshBattery(DeviceFacts of) {
        return Optional.ofNullable(of.battery())
                .filter(battery -> Freshness.isFresh(battery.observedAt(), freshness.battery(), now()));
    }

    Optional<NetworkState> freshNetwork(DeviceFacts of) {
        return Optional.ofNullable(of.network())
                .filter(network -> Freshness.isFresh(network.observedAt(), freshness.network(), now()));
    }
}
