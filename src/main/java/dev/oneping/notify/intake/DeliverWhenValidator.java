package dev.oneping.notify.intake;

import dev.oneping.model.DeliverWhen;
import dev.oneping.model.DeliverWhen.Surroundings;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.problem.Violation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates the condition that a notification waits for. */
final class DeliverWhenValidator {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private DeliverWhenValidator() {}

    /** Returns the condition; null if there is none, or if there are errors. */
    static @Nullable DeliverWhen read(NotifyRequest.@Nullable Wait asked, Duration timeToLive, List<Violation> errors) {
        if (asked == null) {
            return null;
        }
        int before = errors.size();
        List<Surroundings> anyOf = Optional.ofNullable(asked.anyOf()).orElse(List.of());
        if (anyOf.isEmpty() || anyOf.size() > DeliverWhen.MOST) {
            errors.add(Violation.at(
                    "/deliver_when/any_of",
                    Violation.REQUIRED,
                    "List 1 to 8 conditions, for example "
                            + "[{\"network\":\"wifi\",\"charging\":true},{\"place\":\"office\"}]."));
        }
        for (int i = 0; i < anyOf.size(); i++) {
            check(anyOf.get(i), "/deliver_when/any_of/" + i, errors);
        }
        Duration within = asked.within();
        if (within == null) {
            errors.add(Violation.at(
                    "/deliver_when/within",
                    Violation.REQUIRED,
                    "'within' is required: the longest time to wait, for example \"8h\"."));
        } else if (!within.isPositive() || within.compareTo(timeToLive) >= 0) {
            errors.add(Violation.at(
                    "/deliver_when/within",
                    Violation.NOT_ALLOWED,
                    "'within' must be longer than 0s and shorter than 'expires_in', so that it can be shown."));
        }
        LocalTime by = time(asked.by(), errors);
        return errors.size() > before || within == null ? null : new DeliverWhen(anyOf, within, by);
    }

    private static void check(@Nullable Surroundings each, String pointer, List<Violation> errors) {
        if (each == null
                || (each.network() == null
                        && each.charging() == null
                        && each.place() == null
                        && each.active() == null)) {
            errors.add(Violation.at(
                    pointer, Violation.REQUIRED, "Set at least one of network, charging, place and active."));
            return;
        }
        if (each.network() != null && !NAME.matcher(each.network()).matches()) {
            errors.add(
                    Violation.at(pointer + "/network", Violation.NOT_ALLOWED, "Set a network, for example \"wifi\"."));
        }
        if (each.place() != null && !NAME.matcher(each.place()).matches()) {
            errors.add(Violation.at(
                    pointer + "/place",
                    Violation.NOT_ALLOWED,
                    "A place name consists of 1 to 64 characters from A-Z a-z 0-9 _ . -"));
        }
    }

    private static @Nullable LocalTime time(@Nullable String by, List<Violation> errors) {
        try {
            return by == null ? null : LocalTime.parse(by);
        } catch (DateTimeException e) {
            errors.add(Violation.at(
                    "/deliver_when/by", Violation.NOT_ALLOWED, "'by' must be a time of day such as 18:00."));
            return null;
        }
    }
}
