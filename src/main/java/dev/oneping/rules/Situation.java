package dev.oneping.rules;

import dev.oneping.model.Priority;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one decision as rules see them: each variable is worked out once, when it is first asked for, and is null
 * when nobody knows it. It lives within one decision and one thread.
 */
public final class Situation {

    private static final Object UNKNOWN = new Object();

    private final Facts facts;
    private final Freshness freshness;
    private final @Nullable ZonedDateTime local;
    private final Optional<Instant> quietHoursEnd;
    private final @Nullable Situation whole;
    private final @Nullable DeviceFacts device;
    private final @Nullable Object[] values = new @Nullable Object[Variable.values().length];

    private Situation(Facts facts, Freshness freshness) {
        UserFacts user = facts.user();
        this.facts = facts;
        this.freshness = freshness;
        this.local = user.zone() == null ? null : facts.now().atZone(user.zone());
        this.quietHoursEnd = user.zone() == null || user.quietHours() == null
                ? Optional.empty()
                : user.quietHours().endAfter(facts.now(), user.zone());
        this.whole = null;
        this.device = null;
    }

    private Situation(Situation whole, DeviceFacts device) {
        this.facts = whole.facts;
        this.freshness = whole.freshness;
        this.local = whole.local;
        this.quietHoursEnd = whole.quietHoursEnd;
        this.whole = whole;
        this.device = device;
    }

    static Situation of(Facts facts, Freshness freshness) {
        return new Situation(facts, freshness);
    }

    /** The same situation, as seen from one device: variables about devices mean this one. */
    Situation at(DeviceFacts device) {
        return new Situation(this, device);
    }

    /**
     * What a variable says here.
     *
     * @return null when it is unknown
     * @throws IllegalStateException when it is about a device, and this situation is not seen from one
     */
    public @Nullable Object value(Variable variable) {
        if (whole != null && !variable.ofDevice()) {
            return whole.value(variable);
        }
        Object value = values[variable.ordinal()];
        if (value == null) {
            Object read = variable.read(this);
            value = read == null ? UNKNOWN : read;
            values[variable.ordinal()] = value;
        }
        return value == UNKNOWN ? null : value;
    }

    Facts facts() {
        return facts;
    }

    Instant now() {
        return facts.now();
    }

    NotificationFacts notification() {
        return facts.notification();
    }

    Progress progress() {
        return notification().progress();
    }

    boolean isCritical() {
        return notification().priority() == Priority.CRITICAL;
    }

    DeviceFacts device() {
        if (device == null) {
            throw new IllegalStateException("this situation is not seen from a device");
        }
        return device;
    }

    @Nullable
    ZonedDateTime local() {
        return local;
    }

    /** When the quiet hours that it is now will end; empty when it is none, or nobody knows. */
    Optional<Instant> quietHoursEnd() {
        return quietHoursEnd;
    }

    @Nullable
    Boolean inQuietHours() {
        boolean unknowable = facts.user().quietHours() != null && local == null;
        return unknowable ? null : (Boolean) quietHoursEnd.isPresent();
    }

    long devicesOnline() {
        return facts.devices().stream().filter(DeviceFacts::online).count();
    }

    @Nullable
    Boolean active() {
        boolean unknown = false;
        for (DeviceFacts each : facts.devices()) {
            if (each.online() && each.attention() == AttentionState.ACTIVE) {
                return true;
            }
            unknown |= each.online() && each.attention() == AttentionState.UNKNOWN;
        }
        return unknown ? null : (Boolean) false;
    }

    Optional<Battery> freshBattery(DeviceFacts of) {
        return Optional.ofNullable(of.battery())
                .filter(battery -> Freshness.isFresh(battery.observedAt(), freshness.battery(), now()));
    }

    Optional<Network> freshNetwork(DeviceFacts of) {
        return Optional.ofNullable(of.network())
                .filter(network -> Freshness.isFresh(network.observedAt(), freshness.network(), now()));
    }
}
