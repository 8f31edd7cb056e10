package dev.oneping.webhook.subscription;

import dev.oneping.events.EventCatalogue;
import dev.oneping.events.TypePattern;
import dev.oneping.events.filter.FilterReader;
import dev.oneping.events.filter.InvalidFilterException;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.outbound.sign.SignatureScheme;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.webhook.format.WebhookFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Validates a subscriber's request, reports all violations at once, and fills in defaults. */
public final class SubscriptionValidator {

    private static final int MAX_TYPES = 50;
    private static final int MAX_USERS = 100;
    private static final int MAX_GROUPS = 20;
    private static final int MAX_DESCRIPTION = 256;
    public static final int MAX_RATE = 60_000;
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

    private final SubscriptionRequest asked;
    private final Instant now;
    private final List<Violation> errors = new ArrayList<>();

    private SubscriptionValidator(SubscriptionRequest asked, Instant now) {
        this.asked = asked;
        this.now = now;
    }

    /**
     * Converts a request to a specification. The address of its URL is not checked here.
     *
     * @throws Problem with every violation
     */
    public static SubscriptionSpec check(SubscriptionRequest asked, Instant now) {
        return new SubscriptionValidator(asked, now).check();
    }

    private SubscriptionSpec check() {
        String url = url();
        List<TypePattern> types = types();
        List<UserId> users = names("users", asked.users(), MAX_USERS, UserId::new);
        List<GroupId> groups = names("groups", asked.groups(), MAX_GROUPS, GroupId::new);
        filters();
        HeaderRules.check(asked.headers(), errors);
        limits();
        boolean sendState = Boolean.TRUE.equals(asked.sendState());
        if (sendState && users == null) {
            refuse("/send_state", "send_state requires 'users'.");
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new SubscriptionSpec(
                url,
                asked.description(),
                types,
                asked.filters() == null || asked.filters().isNull() ? null : asked.filters(),
                users,
                groups,
                Optional.ofNullable(asked.format()).orElse(WebhookFormat.STRUCTURED),
                asked.headers() == null || asked.headers().isEmpty() ? null : asked.headers(),
                Optional.ofNullable(asked.signing()).orElse(SignatureScheme.V1),
                asked.rate(),
                Optional.ofNullable(asked.order()).orElse(DeliveryOrder.NONE),
                asked.minInterval(),
                sendState,
                asked.expiresAt(),
                Boolean.TRUE.equals(asked.paused()));
    }

    private String url() {
        if (asked.url() == null || asked.url().isBlank()) {
            errors.add(Violation.at(
                    "/url", Violation.REQUIRED, "url is required: the endpoint that receives the events."));
            return "";
        }
        return asked.url().strip();
    }

    private List<TypePattern> types() {
        List<String> types = asked.types();
        if (types == null || types.isEmpty() || types.size() > MAX_TYPES) {
            errors.add(Violation.at(
                    "/types",
                    Violation.REQUIRED,
                    "types is required: 1 to " + MAX_TYPES + " types like [\"notification.*\"]."));
            return List.of();
        }
        List<TypePattern> patterns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            try {
                patterns.add(EventCatalogue.parsePattern(types.get(i)));
            } catch (IllegalArgumentException e) {
                refuse("/types/" + i, e.getMessage() + ".");
            }
        }
        return patterns;
    }

    private <T> @Nullable List<T> names(
            String field, @Nullable List<String> names, int most, Function<String, T> read) {
        if (names == null) {
            return null;
        }
        if (names.isEmpty() || names.size() > most) {
            refuse("/" + field, field + " must have 1 to " + most + " names; omit it for all users.");
        }
        List<T> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            try {
                all.add(read.apply(names.get(i)));
            } catch (IllegalArgumentException e) {
                refuse("/" + field + "/" + i, e.getMessage() + ".");
            }
        }
        return all;
    }

    private void filters() {
        if (asked.filters() == null || asked.filters().isNull()) {
            return;
        }
        try {
            FilterReader.read(asked.filters());
        } catch (InvalidFilterException e) {
            refuse("/filters" + e.pointer(), e.sentence());
        }
    }

    private void limits() {
        String description = asked.description();
        if (description != null && description.length() > MAX_DESCRIPTION) {
            refuse("/description", "description must have at most " + MAX_DESCRIPTION + " characters.");
        }
        Integer rate = asked.rate();
        if (rate != null && (rate < 1 || rate > MAX_RATE)) {
            refuse("/rate", "rate must be a number of deliveries a minute, from 1 to " + MAX_RATE + ".");
        }
        Duration interval = asked.minInterval();
        if (interval != null
                && (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0)) {
            refuse("/min_interval", "min_interval must be a duration like 30s or 5m, from 1s to 1d.");
        }
        if (interval != null && asked.order() == DeliveryOrder.PER_USER) {
            refuse("/min_interval", "min_interval skips events, so it cannot be combined with the order 'per_user'.");
        }
        if (asked.expiresAt() != null && !asked.expiresAt().isAfter(now)) {
            refuse("/expires_at", "expires_at must be in the future.");
        }
    }

    private void refuse(String pointer, String detail) {
        errors.add(Violation.at(pointer, Violation.NOT_ALLOWED, detail));
    }
}
