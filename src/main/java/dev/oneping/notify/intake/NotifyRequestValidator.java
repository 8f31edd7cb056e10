package dev.oneping.notify.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.Content;
import dev.oneping.model.DeliverWhen;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.NotifyConfig;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.notify.turn.FactsMapper;
import dev.oneping.presence.user.ErasedUsers;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.text.CodePoints;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates a request, reports all of its errors at once, and fills in defaults. */
@Singleton
class NotifyRequestValidator {

    private static final int TITLE = 256;
    private static final int BODY = 4096;
    private static final int DATA_BYTES = 16 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern FACT = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final int FACT_TEXT = 200;
    private static final Pattern COLLAPSE_KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final ActiveRules rules;
    private final NotifyConfig config;
    private final ErasedUsers erased;

    NotifyRequestValidator(ActiveRules rules, NotifyConfig config, ErasedUsers erased) {
        this.rules = rules;
        this.config = config;
        this.erased = erased;
    }

    /** Returns whether a text can be a category. */
    static boolean isCategory(String word) {
        return NAME.matcher(word).matches();
    }

    /** Returns the recipient of a request; rejects a missing or invalid one, and one whose data is being erased. */
    UserRef recipient(TenantId tenant, NotifyRequest request) {
        UserRef named = named(tenant, request);
        erased.refuse(named);
        return named;
    }

    private static UserRef named(TenantId tenant, NotifyRequest request) {
        if (request.to() == null || request.to().user() == null) {
            throw Problem.invalid(
                    request.isForMany()
                            ? Violation.at("/to", Violation.NOT_ALLOWED, "This is supported for a single user only.")
                            : Violation.at(
                                    "/to/user",
                                    Violation.REQUIRED,
                                    "'to' is required: {\"to\":{\"user\":\"ann\"}}, or users, a group or a topic."));
        }
        try {
            return new UserRef(tenant, new UserId(request.to().user()));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(Violation.at("/to/user", Violation.NOT_ALLOWED, e.getMessage() + "."));
        }
    }

    /** Returns the notification that a request asks for. */
    Notification admit(NotifyRequest request, UserRef to, NotificationId id, Instant now) {
        List<Violation> errors = new ArrayList<>();
        checkContent(request, errors);
        String category = Optional.ofNullable(request.category()).orElse("default");
        check(
                errors,
                isCategory(category),
                "/category",
                "'category' must be 1 to 64 characters from A-Z a-z 0-9 _ . -");
        String policy = Optional.ofNullable(request.policy()).orElse("default");
        check(
                errors,
                rules.current(to.tenant()).policies().contains(policy),
                "/policy",
                "Unknown policy; the rule set has " + rules.current(to.tenant()).policies() + ".");
        Map<String, Object> facts = facts(request, errors);
        String collapse = request.collapseKey();
        check(
                errors,
                collapse == null || COLLAPSE_KEY.matcher(collapse).matches(),
                "/collapse_key",
                "'collapse_key' must be 1 to 128 visible ASCII characters.");
        Duration timeToLive = timeToLive(request.expiresIn(), errors);
        DeliverWhen wait = DeliverWhenValidator.read(request.deliverWhen(), timeToLive, errors);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        Priority priority = Optional.ofNullable(request.priority()).orElse(Priority.NORMAL);
        Notification notification = new Notification(
                id,
                to,
                content(request),
                category,
                priority,
                policy,
                collapse,
                now,
                now.plus(timeToLive),
                facts,
                wait,
                null,
                null);
        return collapse != null ? notification : collapsing(notification);
    }

    /** Returns a copy with the collapse key that the rules assign, if they do. */
    private Notification collapsing(Notification plain) {
        return rules.current(plain.to().tenant())
                .collapseKey(FactsMapper.before(plain))
                .map(plain::collapsing)
                .orElse(plain);
    }

    private static Map<String, Object> facts(NotifyRequest request, List<Violation> errors) {
        Map<String, JsonNode> requested = Optional.ofNullable(request.facts()).orElse(Map.of());
        check(
                errors,
                requested.size() <= NotificationFacts.MAX_APP_FACTS,
                "/facts",
                "'facts' may have at most 32 entries.");
        Map<String, Object> facts = new HashMap<>();
        requested.forEach((name, value) -> {
            String pointer = "/facts/" + name.replace("~", "~0").replace("/", "~1");
            check(
                    errors,
                    FACT.matcher(name).matches(),
                    pointer,
                    "A fact's name must be 1 to 40 characters from a-z 0-9 _");
            Object plain = plain(value);
            check(
                    errors,
                    plain != null,
                    pointer,
                    "A fact must be true, false, a number, or text of at most 200 characters.");
            if (plain != null) {
                facts.put(name, plain);
            }
        });
        return facts;
    }

    private static @Nullable Object plain(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isNumber()) {
            return value.canConvertToLong() && value.isIntegralNumber() ? (Object) value.asLong() : finite(value);
        }
        return value.isTextual() && CodePoints.count(value.asText()) <= FACT_TEXT ? value.asText() : null;
    }

    private static @Nullable Double finite(JsonNode number) {
        return Double.isFinite(number.asDouble()) ? (Double) number.asDouble() : null;
    }

    /** Returns whether all numbers can be preserved: a double beyond the largest would arrive as a different value. */
    private static boolean isKept(JsonNode data) {
        return data.isContainerNode()
                ? data.valueStream().allMatch(NotifyRequestValidator::isKept)
                : !data.isFloatingPointNumber() || finite(data) != null;
    }

    private static Content content(NotifyRequest request) {
        JsonNode data = request.data();
        return new Content(
                Optional.ofNullable(request.title()).orElseThrow(),
                request.body(),
                data == null || data.isNull() ? null : data);
    }

    private static void checkContent(NotifyRequest request, List<Violation> errors) {
        String title = request.title();
        if (title == null || title.isBlank()) {
            errors.add(Violation.at(
                    "/title", Violation.REQUIRED, "'title' is required: it is the line that the user sees."));
        } else {
            check(
                    errors,
                    CodePoints.count(title) <= TITLE,
                    "/title",
                    "'title' may have " + TITLE + " characters at most.");
        }
        String body = request.body();
        check(
                errors,
                body == null || CodePoints.count(body) <= BODY,
                "/body",
                "'body' may have " + BODY + " characters at most.");
        JsonNode data = request.data();
        check(
                errors,
                data == null || data.toString().getBytes(StandardCharsets.UTF_8).length <= DATA_BYTES,
                "/data",
                "'data' may have " + DATA_BYTES + " bytes at most; link to larger content.");
        check(errors, data == null || isKept(data), "/data", "A number in 'data' must not exceed 1.7e308.");
    }

    private Duration timeToLive(@Nullable Duration requested, List<Violation> errors) {
        Duration timeToLive = Optional.ofNullable(requested).orElseGet(config::expiresIn);
        check(
                errors,
                timeToLive.compareTo(Duration.ofSeconds(1)) >= 0 && timeToLive.compareTo(config.maxExpiresIn()) <= 0,
                "/expires_in",
                "'expires_in' must be a duration like 90s, 15m, 1h or 7d, from 1s to "
                        + config.maxExpiresIn().toDays() + "d.");
        return timeToLive;
    }

    private static void check(List<Violation> errors, boolean holds, String pointer, String otherwise) {
        if (!holds) {
            errors.add(Violation.at(pointer, Violation.NOT_ALLOWED, otherwise));
        }
    }
}
