package dev.oneping.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.Content;
import dev.oneping.model.DeliverWhen;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.rules.NotificationFacts;
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

/** Checks what an app sends, names everything that is wrong with it at once, and fills in what it leaves out. */
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

    NotifyRequestValidator(ActiveRules rules, NotifyConfig config) {
        this.rules = rules;
        this.config = config;
    }

    /** Whether a word can be a category. */
    static boolean isCategory(String word) {
        return NAME.matcher(word).matches();
    }

    /** Whom a request is for; refused if it does not say, or says it wrongly. */
    UserRef recipient(TenantId tenant, NotifyRequest request) {
        if (request.to() == null || request.to().user() == null) {
            throw Problem.invalid(
                    request.isForMany()
                            ? Violation.at("/to", Violation.NOT_ALLOWED, "This can be asked for one person only.")
                            : Violation.at(
                                    "/to/user",
                                    Violation.REQUIRED,
                                    "Say whom to notify: {\"to\":{\"user\":\"ann\"}}, or users, a group or a topic."));
        }
        try {
            return new UserRef(tenant, new UserId(request.to().user()));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(Violation.at("/to/user", Violation.NOT_ALLOWED, e.getMessage() + "."));
        }
    }

    /** The notification that a request asks for. */
    Notification admit(NotifyRequest request, UserRef to, NotificationId id, Instant now) {
        List<Violation> errors = new ArrayList<>();
        checkContent(request, errors);
        String category = Optional.ofNullable(request.category()).orElse("default");
        check(errors, isCategory(category), "/category", "category must be 1 to 64 of A-Z a-z 0-9 _ . -.");
        String policy = Optional.ofNullable(request.policy()).orElse("default");
        check(
                errors,
                rules.current(to.tenant()).policies().contains(policy),
                "/policy",
                "There is no policy of that name; the rule set has "
                        + rules.current(to.tenant()).policies() + ".");
        Map<String, Object> facts = facts(request, errors);
        String collapse = request.collapseKey();
        check(
                errors,
                collapse == null || COLLAPSE_KEY.matcher(collapse).matches(),
                "/collapse_key",
                "collapse_key must be 1 to 128 visible ASCII characters.");
        Duration life = life(request.expiresIn(), errors);
        DeliverWhen wait = DeliverWhenValidator.read(request.deliverWhen(), life, errors);
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
                now.plus(life),
                facts,
                wait,
                null,
                null);
        return collapse != null ? notification : collapsing(notification);
    }

    /** The same with the key that the rules give it, if they do. */
    private Notification collapsing(Notification plain) {
        return rules.current(plain.to().tenant())
                .collapseKey(FactsMapper.before(plain))
                .map(plain::collapsing)
                .orElse(plain);
    }

    private static Map<String, Object> facts(NotifyRequest request, List<Violation> errors) {
        Map<String, JsonNode> said = Optional.ofNullable(request.facts()).orElse(Map.of());
        check(errors, said.size() <= NotificationFacts.MAX_APP_FACTS, "/facts", "facts may be at most 32.");
        Map<String, Object> facts = new HashMap<>();
        said.forEach((name, value) -> {
            String pointer = "/facts/" + name.replace("~", "~0").replace("/", "~1");
            check(errors, FACT.matcher(name).matches(), pointer, "A fact is named by 1 to 40 of a-z 0-9 _.");
            Object plain = plain(value);
            check(
                    errors,
                    plain != null,
                    pointer,
                    "A fact is true, false, a number, or text of 200 characters at most.");
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
        return value.isTextual() && value.asText().length() <= FACT_TEXT ? value.asText() : null;
    }

    private static @Nullable Double finite(JsonNode number) {
        return Double.isFinite(number.asDouble()) ? (Double) number.asDouble() : null;
    }

    /** Whether all of it arrives as it was sent: a double beyond the largest would arrive as something else. */
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
            errors.add(Violation.at("/title", Violation.REQUIRED, "A title is needed: it is what the person sees."));
        } else {
            check(errors, title.length() <= TITLE, "/title", "title may have " + TITLE + " characters at most.");
        }
        String body = request.body();
        check(errors, body == null || body.length() <= BODY, "/body", "body may have " + BODY + " characters at most.");
        JsonNode data = request.data();
        check(
                errors,
                data == null || data.toString().getBytes(StandardCharsets.UTF_8).length <= DATA_BYTES,
                "/data",
                "data may take " + DATA_BYTES + " bytes at most; put big things behind a link.");
        check(errors, data == null || isKept(data), "/data", "A number in data must not be beyond 1.7e308.");
    }

    private Duration life(@Nullable Duration wished, List<Violation> errors) {
        Duration life = Optional.ofNullable(wished).orElseGet(config::expiresIn);
        check(
                errors,
                life.compareTo(Duration.ofSeconds(1)) >= 0 && life.compareTo(config.maxExpiresIn()) <= 0,
                "/expires_in",
                "expires_in must be a time like 90s, 15m, 1h or 7d, from 1s to "
                        + config.maxExpiresIn().toDays() + "d.");
        return life;
    }

    private static void check(List<Violation> errors, boolean holds, String pointer, String otherwise) {
        if (!holds) {
            errors.add(Violation.at(pointer, Violation.NOT_ALLOWED, otherwise));
        }
    }
}
