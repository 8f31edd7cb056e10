package dev.oneping.demo;

import java.util.Optional;
import java.util.Set;

/** A typed line as the frame that it means. */
sealed interface TypedLine {

    String HELP =
            "Type: acted | seen | dismissed | received [ntf_...]   (without an id: the newest); a frame as JSON; bye";

    Set<String> ACKS = Set.of("received", "seen", "acted", "dismissed");

    /**
     * A frame to send.
     *
     * @param answered the notification that the frame ends
     */
    record Frame(String json, Optional<String> answered) implements TypedLine {}

    /** The end of the session. */
    record Bye() implements TypedLine {}

    /** Something to tell the user. */
    record Hint(String text) implements TypedLine {}

    /**
     * Reads a line.
     *
     * @param newest the newest notification that is shown
     */
    static TypedLine of(String line, Optional<String> newest) {
        String[] words = line.split("\\s+", -1);
        if (line.startsWith("{")) {
            return new Frame(line, Optional.empty());
        }
        if (line.equals("bye") || line.equals("quit") || line.equals("exit")) {
            return new Bye();
        }
        if (line.isEmpty() || line.equals("help") || line.equals("?")) {
            return new Hint(HELP);
        }
        if (!ACKS.contains(words[0]) || words.length > 2 || words.length == 2 && !words[1].matches("\\w+")) {
            return new Hint("Unknown: '" + line + "'. " + HELP);
        }
        Optional<String> id = words.length == 2 ? Optional.of(words[1]) : newest;
        return id.<TypedLine>map(it -> ack(it, words[0]))
                .orElseGet(() -> new Hint("There is no notification to answer."));
    }

    private static Frame ack(String id, String kind) {
        String json = "{\"type\":\"ack\",\"id\":\"%s\",\"kind\":\"%s\"}".formatted(id, kind);
        return new Frame(json, kind.equals("received") ? Optional.empty() : Optional.of(id));
    }
}
