package dev.oneping.simulation.scenario;

import java.io.PrintStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The report of a scenario for people to read, printed as it happens. */
public final class TextReport implements ScenarioReport {

    private final PrintStream print;
    private ZoneOffset offset = ZoneOffset.UTC;

    public TextReport(PrintStream print) {
        this.print = print;
    }

    @Override
    public void begin(Scenario scenario) {
        offset = scenario.start().getOffset();
        print.println(scenario.name());
    }

    @Override
    public void happened(Happening happening) {
        String who = happening.who() == null ? "" : happening.who() + ": ";
        switch (happening.kind()) {
            case "error" -> print.println("  !  " + happening.text());
            case "rings" -> say(happening, who + "RINGS  " + happening.text());
            case "shows" -> say(happening, who + "shows  " + happening.text());
            case "event" -> say(happening, happening.text());
            case "refused" -> say(happening, "refused: " + happening.text());
            default -> say(happening, who + happening.kind() + " " + happening.text());
        }
    }

    @Override
    public void expected(String sentence, boolean holds) {
        print.println((holds ? "  ok    " : "  FAIL  ") + sentence);
    }

    private void say(Happening happening, String what) {
        OffsetDateTime at = happening.at().atOffset(offset);
        print.println("  " + at.toLocalTime() + "  " + what.strip());
    }
}
