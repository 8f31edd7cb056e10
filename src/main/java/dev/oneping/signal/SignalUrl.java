package dev.oneping.signal;

import dev.oneping.model.UserRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A relationship: what one counterpart may signal for one person. Its tokens open it; only their hashes are kept.
 *
 * @param id       its name, which opens nothing
 * @param to       whom it is about
 * @param name     the counterpart, for people
 * @param allow    which signals may come
 * @param mappings which of them become notifications; the first that fits
 * @param created  when it was made
 * @param tokens   the newest first
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

    /** With a new token; the present one works until the overlap is over. */
    SignalUrl rotated(String hash, Instant overlapEnds, Instant now) {
        Token present = tokens.getFirst();
        List<Token> both = overlapEnds.isAfter(now)
                ? List.of(new Token(hash, null), new Token(present.hash(), overlapEnds))
                : List.of(new Token(hash, null));
        return new SignalUrl(id, to, name, allow, mappings, created, both);
    }

    /**
     * What opens it.
     *
     * @param until when it ends; null for the present one
     */
    record Token(String hash, @Nullable Instant until) {

        boolean isLive(Instant now) {
            return until == null || now.isBefore(until);
        }
    }
}
