package dev.oneping.signal;

import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.text.CodePoints;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates, lists, rotates and revokes users' signal URLs. */
@Singleton
class SignalUrlService {

    private static final int TOKEN_BYTES = 24;
    private static final int MAX_GLOBS = 20;
    private static final int MAX_TEXT = 256;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final SignalStore store;
    private final SignalConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SignalUrlService(SignalStore store, SignalConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** Creates one; its token is in this result and can never be read again. */
    Uni<Opened> create(UserRef user, Request request) {
        List<Violation> errors = new ArrayList<>();
        List<SignalPattern> allow = allow(request, errors);
        List<Mapping> mappings = mappings(request, errors);
        if (request.name() != null && CodePoints.count(request.name()) > MAX_TEXT) {
            errors.add(Violation.at("/name", Violation.NOT_ALLOWED, "'name' may have at most 256 characters."));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        Instant now = clock.instant();
        String token = token();
        SignalUrl url = new SignalUrl(
                id(now),
                user,
                request.name(),
                allow,
                mappings,
                now,
                List.of(new SignalUrl.Token(SignalStore.hash(token), null)));
        return store.create(url).map(created -> {
            if (!created) {
                throw Problem.of(
                        ProblemType.LIMIT_REACHED, "The user has reached the limit of signal URLs; remove one.");
            }
            return new Opened(url, token);
        });
    }

    Uni<List<SignalUrl>> all(UserRef user) {
        return store.all(user);
    }

    Uni<Void> delete(UserRef user, String id) {
        return store.delete(user, id)
                .invoke(deleted -> {
                    if (!deleted) {
                        throw unknown(id);
                    }
                })
                .replaceWithVoid();
    }

    /** Gives one a new token; the present one remains valid for a while. */
    Uni<Opened> rotate(UserRef user, String id, @Nullable Duration overlap) {
        Duration both = overlap == null ? config.overlap() : overlap;
        if (both.isNegative() || both.compareTo(LONGEST_OVERLAP) > 0) {
            throw Problem.invalid(Violation.at(
                    "/overlap", Violation.NOT_ALLOWED, "'overlap' must be a duration like 24h, from 0s to 7d."));
        }
        Instant now = clock.instant();
        String token = token();
        return store.change(user, id, url -> url.rotated(SignalStore.hash(token), now.plus(both), now))
                .map(rotated -> new Opened(rotated.orElseThrow(() -> unknown(id)), token));
    }

    private static List<SignalPattern> allow(Request request, List<Violation> errors) {
        List<String> texts = request.allow();
        if (texts == null || texts.isEmpty() || texts.size() > MAX_GLOBS) {
            errors.add(Violation.at(
                    "/allow", Violation.REQUIRED, "'allow' is required: 1 to 20 patterns like [\"notification:*\"]."));
            return List.of();
        }
        List<SignalPattern> globs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            glob(texts.get(i), "/allow/" + i, errors).ifPresent(globs::add);
        }
        return globs;
    }

    private static List<Mapping> mappings(Request request, List<Violation> errors) {
        List<MappingRequest> asked = Optional.ofNullable(request.mappings()).orElse(List.of());
        if (asked.size() > MAX_GLOBS) {
            errors.add(Violation.at("/mappings", Violation.NOT_ALLOWED, "At most 20 mappings are supported."));
        }
        List<Mapping> mappings = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            MappingRequest one = asked.get(i);
            String where = "/mappings/" + i;
            String title = one.title();
            if (title == null || title.isBlank() || CodePoints.count(title) > MAX_TEXT) {
                errors.add(Violation.at(
                        where + "/title", Violation.REQUIRED, "A title of at most 256 characters is required."));
            }
            Optional<SignalPattern> on = glob(String.valueOf(one.on()), where + "/on", errors);
            if (on.isPresent() && title != null) {
                mappings.add(new Mapping(on.get(), title, one.body(), one.category(), one.priority()));
            }
        }
        return mappings;
    }

    private static Optional<SignalPattern> glob(String text, String where, List<Violation> errors) {
        try {
            return Optional.of(new SignalPattern(text));
        } catch (IllegalArgumentException e) {
            errors.add(Violation.at(where, Violation.NOT_ALLOWED, e.getMessage() + "."));
            return Optional.empty();
        }
    }

    private static Problem unknown(String id) {
        return Problem.notFound("signal URL " + id);
    }

    private String token() {
        byte[] chance = new byte[TOKEN_BYTES];
        random.nextBytes(chance);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    }

    private String id(Instant now) {
        byte[] chance = new byte[8];
        random.nextBytes(chance);
        return "sgl_%012x%s".formatted(now.toEpochMilli(), HexFormat.of().formatHex(chance));
    }

    /** A signal URL and its newly created token. */
    record Opened(SignalUrl url, String token) {}

    /**
     * The settings of a signal URL.
     *
     * @param name     the counterpart's display name
     * @param allow    the allowed signals, as {@code domain:type} with stars
     * @param mappings the mappings to notifications
     */
    public record Request(
            @Nullable String name,
            @Nullable List<String> allow,
            @Nullable List<MappingRequest> mappings) {}

    /** The notification that a signal becomes. */
    public record MappingRequest(
            @Nullable String on,
            @Nullable String title,
            @Nullable String body,
            @Nullable String category,
            @Nullable Priority priority) {}
}
