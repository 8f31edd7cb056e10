package dev.oneping.simulation.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The report of a scenario as one JSON document, printed at the end. */
public final class JsonReport implements ScenarioReport {

    private final PrintStream print;
    private final ObjectMapper json;
    private final List<Happening> happenings = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private final List<JsonNode> stories = new ArrayList<>();
    private String name = "";
    private OffsetDateTime start = OffsetDateTime.MIN;

    public JsonReport(PrintStream print, ObjectMapper json) {
        this.print = print;
        this.json = json;
    }

    @Override
    public void begin(Scenario scenario) {
        name = scenario.name();
        start = scenario.start();
    }

    @Override
    public void happened(Happening happening) {
        happenings.add(happening);
    }

    @Override
    public void expected(String sentence, boolean holds) {
        expectations.add(new Expectation(sentence, holds));
    }

    @Override
    public void story(JsonNode story) {
        stories.add(story);
    }

    @Override
    public boolean wantsStories() {
        return true;
    }

    @Override
    public void end() {
        Document document = new Document(
                name,
                start.toString(),
                expectations.stream().allMatch(Expectation::holds),
                happenings,
                expectations,
                stories);
        print.println(json.valueToTree(document).toString());
        print.flush();
    }

    private record Expectation(String sentence, boolean holds) {}

    private record Document(
            String scenario,
            String start,
            boolean passed,
            List<Happening> happenings,
            List<Expectation> expectations,
            List<JsonNode> stories) {}
}
