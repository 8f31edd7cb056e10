package dev.oneping.simulation.scenario;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something that a scenario expects, as a sentence, with its check. */
public record ScenarioExpectation(String sentence, Check check) {

    private static final String FORMS =
            "is not understood; write one of: rings on DEVICE, rings first on DEVICE, shows silently "
                    + "on DEVICE, nothing on DEVICE, one ring only, no ring, at most N rings, no ring before TIME, rings at TIME, held "
                    + "until TIME";
    private static final Pattern FORM = Pattern.compile(
            "(rings first on|rings on|shows silently on|nothing on|at most|no ring before|rings at|held until) (\\S+)( rings?)?"
                    + "|one ring only|no ring");

    /** The most that a wait may end later than expected: held notifications are spread a little. */
    private static final Duration LATE = Duration.ofMinutes(1);

    /** A notification that a device has shown. */
    public record Shown(Instant at, String device, boolean ring) {}

    /** Checks what was shown, and until when notifications were held. */
    @FunctionalInterface
    public interface Check {
        public boolean holds(List<Shown> shown, List<Instant> heldUntil);
    }

    /**
     * Reads a sentence.
     *
     * @param start what times of day count from
     * @throws IllegalArgumentException saying what may be written
     */
    static ScenarioExpectation parse(String sentence, OffsetDateTime start) {
        Matcher form = FORM.matcher(sentence);
        if (!form.matches()) {
            throw new IllegalArgumentException(FORMS);
        }
        String verb = form.group(1) == null ? sentence : form.group(1);
        String what = form.group(2) == null ? "" : form.group(2);
        try {
            return new ScenarioExpectation(sentence, check(verb, what, start));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(FORMS, e);
        }
    }

    private static Check check(String verb, String what, OffsetDateTime start) {
        return switch (verb) {
            case "rings on" ->
                (shown, held) -> shown.stream()
                        .anyMatch(one -> one.ring() && one.device().equals(what));
            case "rings first on" ->
                (shown, held) -> shown.stream()
                        .filter(Shown::ring)
                        .findFirst()
                        .filter(one -> one.device().equals(what))
                        .isPresent();
            case "shows silently on" ->
                (shown, held) -> shown.stream().anyMatch(one -> one.device().equals(what))
                        && shown.stream().noneMatch(one -> one.device().equals(what) && one.ring());
            case "nothing on" ->
                (shown, held) -> shown.stream().noneMatch(one -> one.device().equals(what));
            case "one ring only" -> (shown, held) -> rings(shown) == 1;
            case "no ring" -> (shown, held) -> rings(shown) == 0;
            case "at most" -> atMost(Long.parseLong(what));
            case "no ring before" -> notBefore(instant(what, start));
            case "rings at" -> ringsAt(instant(what, start));
            default -> heldUntil(instant(what, start));
        };
    }

    private static Check atMost(long number) {
        return (shown, held) -> rings(shown) <= number;
    }

    private static Check notBefore(Instant first) {
        return (shown, held) ->
                shown.stream().noneMatch(one -> one.ring() && one.at().isBefore(first));
    }

    private static Check ringsAt(Instant at) {
        return (shown, held) -> shown.stream().anyMatch(one -> one.ring() && isAbout(one.at(), at));
    }

    private static Check heldUntil(Instant at) {
        return (shown, held) -> held.stream().anyMatch(until -> isAbout(until, at));
    }

    private static boolean isAbout(Instant one, Instant at) {
        return !one.isBefore(at) && !one.isAfter(at.plus(LATE));
    }

    private static long rings(List<Shown> shown) {
        return shown.stream().filter(Shown::ring).count();
    }

    private static Instant instant(String text, OffsetDateTime start) {
        return Scenario.at(text, start).toInstant();
    }
}
