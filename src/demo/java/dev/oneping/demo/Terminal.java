package dev.oneping.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/**
 * Output of the demo: the actor on the left, the action beside it, and the webhook's events in a column on the right.
 * Colors only on a real terminal, and not if {@code NO_COLOR} is set. Thread-safe; lines are never interleaved.
 *
 * @see <a href="https://no-color.org">no-color.org</a>
 */
final class Terminal {

    private static final int EVENT_COLUMN = 40;

    private final PrintStream out;
    private final boolean colours;

    Terminal(PrintStream out, Map<String, String> environment) {
        this.out = out;
        this.colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"))
                && standardOutputIsTerminal();
    }

    /** Asks the shell, because Java cannot detect a terminal before release 22. */
    private static boolean standardOutputIsTerminal() {
        try {
            return new ProcessBuilder("test", "-t", "1").inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Prints a line that is not part of the scenario. */
    synchronized void say(String text) {
        out.println(text);
    }

    synchronized void scene(int number, String title) {
        out.println();
        out.println(paint(Ink.BOLD, number + ". " + title));
        out.println();
    }

    synchronized void line(String who, String what) {
        out.printf("   %s  %s%n", paint(Ink.CYAN, "%-8s".formatted(who)), what);
    }

    /** Prints the reason for the line before. */
    synchronized void because(String reason) {
        out.printf("   %-8s  %s%n", "", paint(Ink.DIM, reason));
    }

    /** Prints an event in the right column. */
    synchronized void event(String text, boolean genuine) {
        String mark = genuine ? paint(Ink.GREEN, "✓") : paint(Ink.RED, "✗ bad signature:");
        out.println(" ".repeat(EVENT_COLUMN) + mark + " " + paint(Ink.DIM, text));
    }

    synchronized void done(String text) {
        out.println();
        out.println(paint(Ink.GREEN, text));
    }

    synchronized void stopped(String sentence) {
        out.println();
        out.println(paint(Ink.RED, "The demo stopped: " + sentence));
    }

    private String paint(Ink ink, String text) {
        return colours ? "\033[" + ink.code + "m" + text + "\033[0m" : text;
    }

    private enum Ink {
        BOLD(1),
        DIM(2),
        RED(31),
        GREEN(32),
        CYAN(36);

        private final int code;

        Ink(int code) {
            this.code = code;
        }
    }
}
