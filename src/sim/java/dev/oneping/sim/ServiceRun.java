package dev.oneping.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A population on the service itself, in virtual time and in closed loop: what it shows is noticed, or not, and answered. */
final class ServiceRun {

    /** The longest step in seconds while something was shown a short time ago, so that a reaction is at most so late. */
    private static final int STEP = 5;

    private static final int LONG_STEP = 60;
    private static final int SHORT_TIME = 240;

    private static final JsonMapper JSON = new JsonMapper();

    private final List<ServicePerson> people;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final List<String> errors = new ArrayList<>();
    private long lines;
    private int shownAt = -SHORT_TIME;

    private ServiceRun(List<ServicePerson> people, Process service) {
        this.people = people;
        this.in = service.outputWriter(StandardCharsets.UTF_8);
        this.out = service.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Runs the people on a service.
     *
     * @param command the command that reads lines, such as {@code ./oneping simulate --stdio}
     */
    static List<ServicePerson> of(List<SimDays> population, double silence, List<String> command)
            throws IOException, InterruptedException {
        List<ServicePerson> people = population.stream()
                .map(days -> new ServicePerson(days, silence))
                .toList();
        Process service = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            ServiceRun run = new ServiceRun(people, service);
            run.live(population.stream().mapToInt(SimDays::end).min().orElse(0));
            run.in.close();
            System.err.printf(
                    "%d lines, %d of them rejected %s%n",
                    run.lines, run.errors.size(), run.errors.stream().limit(3).toList());
        } finally {
            service.destroy();
            service.waitFor();
        }
        return people;
    }

    private void live(int end) throws IOException {
        for (ServicePerson person : people) {
            send(person.registration());
        }
        advance(0);
        int now = 0;
        while (now < end) {
            int next = people.stream().mapToInt(ServicePerson::next).min().orElse(end);
            int step = now - shownAt < SHORT_TIME ? STEP : LONG_STEP;
            int day = now / DayPlan.DAY;
            now = Math.max(now + 1, Math.min(next, now + step));
            for (int index = 0; index < people.size(); index++) {
                send(people.get(index).until(now, index));
            }
            advance(now);
            if (now / DayPlan.DAY > day) {
                System.err.printf("day %d%n", day + 1);
            }
        }
    }

    private void send(List<String> texts) throws IOException {
        for (String text : texts) {
            in.write(text);
            in.write('\n');
            lines++;
        }
    }

    /** Lets time pass, and takes in what happens until then. */
    private void advance(int at) throws IOException {
        send(List.of(ServiceLines.advance(at)));
        in.flush();
        while (true) {
            String text = out.readLine();
            if (text == null) {
                throw new IOException("the service has ended");
            }
            JsonNode line = JSON.readTree(text);
            if (line.has("advanced")) {
                return;
            }
            take(line, at);
        }
    }

    private void take(JsonNode line, int now) {
        int at = line.path("at").asInt(now);
        shownAt = line.has("push") || line.has("frame") ? at : shownAt;
        if (line.has("response")) {
            answered(line);
        } else if (line.has("frame")) {
            shown(line.path("user").asText(), line.path("device").asText(), line.path("frame"), at);
        } else if (line.has("push")) {
            JsonNode push = line.path("push");
            ServicePerson person = person(push.path("user").asText());
            if (push.path("kind").asText().equals("retract")) {
                person.removed(push.path("id").asText(), push.path("device").asText());
            } else {
                person.shown(
                        push.path("id").asText(),
                        push.path("device").asText(),
                        push.path("ring").asBoolean(),
                        at);
            }
        } else if (line.has("error")) {
            errors.add(line.toString());
        }
    }

    private void shown(String user, String device, JsonNode frame, int at) {
        String id = frame.path("id").asText();
        switch (frame.path("type").asText()) {
            case "notify" -> person(user).shown(id, device, frame.path("ring").asBoolean(), at);
            case "retract" -> person(user).removed(id, device);
            case "error", "warning" -> errors.add(frame.toString());
            default -> {
                // Welcomes and the like are no business of a person.
            }
        }
    }

    private void answered(JsonNode line) {
        int reference = line.path("ref").asInt(-1);
        JsonNode response = line.path("response");
        if (response.path("status").asInt() >= 300) {
            errors.add(line.toString());
        } else if (reference >= 0) {
            people.get(reference / 100_000)
                    .accepted(
                            reference % 100_000,
                            response.path("body").path("id").asText());
        }
    }

    private ServicePerson person(String id) {
        return people.get(Integer.parseInt(id.substring(1)));
    }
}
