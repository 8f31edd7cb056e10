package dev.oneping.signal;

import dev.oneping.model.UserRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signal URL: the signals that one counterpart may send for one user. Only the hashes of its tokens are stored.
 *
 * @param id       the id, which authorizes nothing
 * @param to       the user concerned
 * @param name     the counterpart's display name
 * @param allow    the allowed signals
 * @param mappings the mappings to notifications; the first match applies
 * @param created  when it was created
 * @param tokens   the tokens, newest first
 */
record SignalUrl(
        String id,
        UserRef to,
        @Nullable String name,
        List<SignalPattern> allow,
        List<Mapping> mappings,
        Instant created,
        List<Token> tokens) {

    /** Copies the lists. */
    SignalUrl {
        allow = List.copyOf(allow);
        mappings = List.copyOf(mappings);
        tokens = List.copyOf(tokens);
    }

    boolean allows(Signal signal) {
        return allow.stream().anyMatch(glob -> glob.matches(signal.domain(), signal.type()));
    }

    Optional<Mapping> mapping(Signal signal) {
        return mappings.stream()
                .filter(mapping -> mapping.on().matches(signal.domain(), signal.type()))
                .findFirst();
    }

    boolean opens(String hash, Instant now) {
        return tokens.stream().anyMatch(token -> token.hash().equals(hash) && token.isLive(now));
    }

    /** Returns a copy with a new token; the present one remains valid until the overlap is over. */
    SignalUrl rotated(String hash, Instant overlapEnds, Instant now) {
        Token present = tokens.getFirst();
        List<Token> both = overlapEnds.isAfter(now)
                ? List.of(new Token(hash, null), new Token(present.hash(), overlapEnds))
                : List.of(new Token(hash, null));
        return new SignalUrl(id, to, name, allow, mappings, created, both);
    }

    /**
     * A token that authorizes signals.
     *
     * @param until when it becomes invalid; null for the present one
     */
    record Token(String hash, @Nullable Instant until) {

        boolean isLive(Instant now) {
            return until == null || now.isBefore(until);
        }
    }
}
