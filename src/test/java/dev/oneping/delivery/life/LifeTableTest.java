package dev.oneping.delivery.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.State.Accepted;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Stimulus.Given;
import dev.oneping.events.Event;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Applies every transition to every state. The README of the package holds the resulting table and diagram;
 * {@code -Doneping.write=true} rewrites both.
 */
class LifeTableTest {

    private static final Path README = Path.of("src/main/java/dev/oneping/delivery/README.md");
    private static final Set<Class<?>> MOVING = Set.of(Transition.class, Transitions.class, Optional.class);

    private final Map<String, State> states = states();

    @Test
    void shouldHaveEveryStateAndOutcomeInTheTable() {
        Set<Class<?>> sampled = states.values().stream().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(Accepted.class, Held.class, Delivering.class, Ended.class), sampled);
        assertEquals(
                Set.of(NotificationOutcome.values()),
                states.values().stream()
                        .filter(Ended.class::isInstance)
                        .map(state -> ((Ended) state).outcome())
                        .collect(Collectors.toSet()));
    }

    /** A method that returns a transition but has no stimulus would be missing in the table. */
    @Test
    void shouldHaveAStimulusForEveryTransition() {
        Set<String> offered = Stream.of(
                        State.class, Open.class, Accepted.class, Held.class, Delivering.class, Ended.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic() && !method.getName().equals("shown"))
                .filter(method -> !method.getName().equals("ended"))
                .filter(method -> MOVING.contains(method.getReturnType()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered = Arrays.stream(Stimulus.values())
                .flatMap(stimulus -> stimulus.methods().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(covered, offered);
    }

    @Test
    void shouldKeepTheInvariantsOfEveryTransition() {
        states.forEach((name, state) -> {
            for (Stimulus stimulus : Stimulus.values()) {
                stimulus.on(state).ifPresent(move -> assertSound(name + " " + stimulus, state, move));
            }
        });
    }

    private static void assertSound(String what, State state, Transition move) {
        if (move.next() instanceof Ended ended) {
            assertNull(move.due(), what + ": an end needs no timer");
            assertTrue(
                    state instanceof Open || ended.outcome().isAnswer(),
                    what + ": only a stronger answer changes an end");
            assertFalse(move.events().isEmpty(), what + ": an end emits an event");
        } else {
            assertTrue(state instanceof Open, what + ": an end stays an end");
            assertNotNull(move.due(), what + ": every open state has a timer");
            assertFalse(move.due().isAfter(Given.AT.expiry()), what + ": no timer runs beyond the expiry");
        }
        long emitted = move.events().stream()
                .map(Event::type)
                .filter("notification.retracted"::equals)
                .count();
        assertEquals(
                (move.retracts() == null ? 0 : 1) + move.hides().size(),
                emitted,
                what + ": a retraction is sent and emitted as an event");
        assertTrue(
                move.next().silent().size() <= Displays.MOST
                        && move.next().silent().stream()
                                .noneMatch(display -> move.next()
                                        .shown()
                                        .filter(attempt -> attempt.isOn(display.device()))
                                        .isPresent()),
                what + ": displays are bounded, and beside the attempt");
        long attempts = attempts(move.next()).size();
        assertEquals(
                attempts,
                attempts(move.next()).stream().map(Attempt::number).distinct().count(),
                what + ": every attempt has its number");
        assertTrue(attempts >= attempts(state).size(), what + ": no attempt is forgotten");
        assertEquals(
                move.next() instanceof Delivering ? 1 : 0,
                move.next() instanceof Delivering running && running.attempt().over() == null ? 1 : 0,
                what + ": the running attempt is the only one that is not over");
    }

    @Test
    void shouldMatchTheReadme() throws IOException {
        String written = document();
        if (Boolean.getBoolean("oneping.write")) {
            Files.writeString(README, written);
        }
        assertEquals(written, Files.readString(README), "run this test with -Doneping.write=true");
    }

    private String document() {
        return """
                # The states of a notification

                Written by `LifeTableTest` from the methods of `State`; do not edit. A transition is legal if the state has a method for
                it. Each arrow is one commit by compare-and-set: the state, its timer and its events change together, or not at all.

                ```mermaid
                %s```

                ## Every state and every transition

                A dash: not legal. `=`: the state stays, only its data changes. Events are named without `notification.`.

                %s""".formatted(diagram(), table());
    }

    private String diagram() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        states.forEach((name, state) -> {
            for (Stimulus stimulus : Stimulus.values()) {
                stimulus.on(state).ifPresent(move -> {
                    String arrow = drawn(state) + " --> " + drawn(move.next());
                    if (state instanceof Open || !drawn(state).equals(drawn(move.next()))) {
                        arrows.computeIfAbsent(arrow, key -> new TreeSet<>())
                                .add(stimulus.name().toLowerCase(Locale.ROOT));
                    }
                });
            }
        });
        StringBuilder text = new StringBuilder("stateDiagram-v2\n    [*] --> accepted\n");
        arrows.forEach((arrow, names) -> text.append("    ")
                .append(arrow)
                .append(" : ")
                .append(String.join(", ", names))
                .append('\n'));
        Arrays.stream(NotificationOutcome.values())
                .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                .forEach(outcome -> text.append("    ").append(outcome).append(" --> [*]\n"));
        return text.toString();
    }

    private String table() {
        StringBuilder text = new StringBuilder("| transition |");
        states.keySet().forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n|---|").append("---|".repeat(states.size())).append('\n');
        for (Stimulus stimulus : Stimulus.values()) {
            text.append("| ").append(stimulus.name().toLowerCase(Locale.ROOT)).append(" |");
            states.values()
                    .forEach(state ->
                            text.append(' ').append(cell(stimulus, state)).append(" |"));
            text.append('\n');
        }
        return text.toString();
    }

    private static String cell(Stimulus stimulus, State state) {
        return stimulus.on(state)
                .map(move -> {
                    String next = drawn(move.next()).equals(drawn(state)) ? "=" : drawn(move.next());
                    String events = move.events().stream()
                            .map(event -> event.type().substring(State.EVENTS.length()))
                            .collect(Collectors.joining(", "));
                    return events.isEmpty() ? next : next + " (" + events + ")";
                })
                .orElse("–");
    }

    private static String drawn(State state) {
        return switch (state) {
            case Accepted ignored -> "accepted";
            case Held ignored -> "held";
            case Delivering ignored -> "delivering";
            case Ended ended -> ended.outcome().name().toLowerCase(Locale.ROOT);
        };
    }

    private static List<Attempt> attempts(State state) {
        return state.made();
    }

    /** Returns one state of each kind, reached by legal transitions. */
    private static Map<String, State> states() {
        Map<String, State> all = new LinkedHashMap<>();
        Accepted accepted = Accepted.FRESH;
        Open onLaptop = (Open) accepted.transitions(Given.AT, "")
                .begin(Stimulus.plan(Given.LAPTOP))
                .next();
        all.put("accepted", accepted);
        all.put(
                "held",
                accepted.transitions(Given.AT, "")
                        .hold("quiet_hours", Given.NOW.plusSeconds(60))
                        .next());
        all.put(
                "held, displayed",
                accepted.transitions(Given.AT, "")
                        .hold("not_worth_a_ring", Given.NOW.plusSeconds(60), Set.of(Target.live(Given.TABLET)))
                        .next());
        all.put(
                "held, shown",
                onLaptop.transitions(Given.AT, "unanswered")
                        .hold("all_devices_tried", Given.NOW.plusSeconds(60))
                        .next());
        all.put("delivering", onLaptop);
        all.put(
                "delivering, displayed",
                accepted.transitions(Given.AT, "")
                        .begin(Stimulus.plan(Given.LAPTOP, Set.of(Given.TABLET)))
                        .next());
        all.put(
                "delivering, sent",
                accepted.transitions(Given.AT, "")
                        .begin(Stimulus.plan(new Target.Push(Given.LAPTOP)))
                        .next());
        List<NotificationOutcome> outcomes = new ArrayList<>(Arrays.asList(NotificationOutcome.values()));
        for (NotificationOutcome outcome : outcomes) {
            all.put(
                    outcome.name().toLowerCase(Locale.ROOT),
                    new Ended(outcome, null, null, Given.NOW, onLaptop.made()));
        }
        return all;
    }
}
