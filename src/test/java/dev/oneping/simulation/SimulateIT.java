package dev.oneping.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged simulation in a process of its own, driven by JSON lines; with it {@code simulation/prelude.lua}, {@code
 * simulation/move.lua} and {@code simulation/settle.lua}.
 */
class SimulateIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LAPTOP =
            "{'at':0,'user':'ann','device':'laptop','open':true,'platform':'web','kind':'desktop',"
                    + "'report':{'attention':{'visible':true,'focused':true,'idle_ms':0}}}";
    private static final String PHONE = "{'at':0,'request':{'method':'PUT','path':'/v1/users/ann/devices/phone','body':"
            + "{'platform':'ios','kind':'phone','push':{'kind':'fcm','token':'token-of-anns-phone'}}}}";

    private Process process;
    private BufferedWriter in;
    private BufferedReader out;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("oneping.app", "target/quarkus-app/quarkus-run.jar"),
                        "simulate",
                        "--stdio")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void shouldCarryNotificationFromRequestToAckAndEvent() throws Exception {
        send(LAPTOP, notification(5, "Hello"), "{'advance':6}");
        JsonNode frame = only(until(6), line -> line.at("/frame/type").asText().equals("notify"));

        assertEquals(5, frame.at("/at").asInt());
        assertEquals("ann", frame.at("/user").asText());
        assertEquals("laptop", frame.at("/device").asText());
        assertTrue(frame.at("/frame/ring").asBoolean());
        send(
                "{'at':9.5,'user':'ann','device':'laptop','frame':{'type':'ack','kind':'acted','id':'"
                        + frame.at("/frame/id").asText() + "'}}",
                "{'advance':10}");
        JsonNode event = only(until(10), line -> line.at("/event/type").asText().equals("notification.acted"));
        assertEquals(9.5, event.at("/at").asDouble());
        assertEquals("1970-01-01T00:00:09.500Z", event.at("/event/time").asText());
        assertExit();
    }

    @Test
    void shouldPushToDeviceThatIsOfflineAfterMinutesOfVirtualTime() throws Exception {
        send(LAPTOP, PHONE, notification(5, "Hello"), "{'advance':900}");

        List<JsonNode> lines = until(900);

        JsonNode silent = lines.stream()
                .filter(line -> line.at("/push/kind").asText().equals("notify"))
                .findFirst()
                .orElseThrow();
        assertEquals(5, silent.at("/at").asInt());
        assertFalse(silent.at("/push/ring").asBoolean(), "shown at once, without a sound");
        JsonNode push = only(lines, line -> line.at("/push/ring").asBoolean());
        assertEquals("phone", push.at("/push/device").asText());
        assertEquals("Hello", push.at("/push/title").asText());
        List<Double> times =
                lines.stream().map(line -> line.path("at").asDouble()).toList();
        assertEquals(times.stream().sorted().toList(), times);
    }

    @Test
    void shouldRejectBadLinesWithFieldAndRemedyAndContinue() throws Exception {
        send(
                "no JSON",
                "{'at':0,'user':'ann','device':'tv','frame':{'type':'report'}}",
                "{'at':'soon','user':'ann','device':'tv','open':true}",
                "{'user':'ann','device':'tv','open':true}",
                "{'at':0,'user':'a n n','device':'tv','open':true}",
                "{'at':0,'request':{'method':'FLY','path':'/v1/notify'}}",
                "{'advance':10}",
                "{'advance':5}",
                "{'advance':20}");
        List<JsonNode> lines = until(10);
        lines.addAll(until(20));

        assertEquals(
                List.of("", "frame", "at", "at", "user", "request.method", "advance"),
                lines.stream().map(line -> line.at("/error/field").asText()).toList());
        for (JsonNode line : lines) {
            assertTrue(line.at("/error/line").asInt() > 0, line.toString());
            assertFalse(line.at("/error/remedy").asText().isEmpty(), line.toString());
        }
        assertExit();
    }

    @Test
    void shouldWriteInstantsInTheFormThatItWasGiven() throws Exception {
        send("{'at':'2026-03-02T08:00:00+01:00','request':{'method':'GET','path':'/v1/users/ann/presence'}}");
        assertEquals("2026-03-02T07:00:00Z", line().at("/at").asText());
        send("{'at':1772438400500,'request':{'method':'GET','path':'/v1/nothing'}}");
        JsonNode second = line();
        assertEquals("2026-03-02T08:00:00.500Z", second.at("/at").asText());
        assertEquals(404, second.at("/response/status").asInt());
    }

    @Test
    void shouldPlayDaysOfTenPeople() throws Exception {
        int steps = 0;
        for (int day = 0; day < 7; day++) {
            for (int person = 0; person < 10; person++) {
                int at = day * 86_400 + 28_800 + person;
                String device = "'at':" + at + ",'user':'p" + person + "','device':'laptop'";
                send(
                        "{" + device + ",'open':true,'platform':'web'}",
                        "{" + device + ",'frame':{'type':'report','attention':{'visible':true,'idle_ms':0}}}",
                        "{'at':" + at + ",'request':{'method':'POST','path':'/v1/notify','body':" + "{'to':{'user':'p"
                                + person + "'},'title':'Day " + day + "'}}}",
                        "{" + device + ",'open':false}");
                steps += 4;
            }
        }
        send("{'advance':604800}");
        List<JsonNode> lines = until(604_800);

        assertEquals(List.of(), lines.stream().filter(line -> line.has("error")).toList());
        long shown = lines.stream()
                .filter(line -> line.at("/frame/type").asText().equals("notify"))
                .count();
        assertTrue(shown >= 70, "shown " + shown);
        System.out.println("a week of ten people: " + steps + " lines in, " + lines.size() + " lines out");
        assertExit();
    }

    private static String notification(int at, String title) {
        return "{'at':" + at + ",'request':{'method':'POST','path':'/v1/notify','body':{'to':{'user':'ann'},'title':'"
                + title + "','priority':'high'}}}";
    }

    private void send(String... lines) throws IOException {
        for (String line : lines) {
            in.write(line.replace('\'', '"'));
            in.newLine();
        }
        in.flush();
    }

    private JsonNode line() throws IOException {
        String line = out.readLine();
        assertNotNull(line, "a line of output");
        return JSON.readTree(line);
    }

    /** Returns the lines before the one that reports that time has come so far. */
    private List<JsonNode> until(int at) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        JsonNode line = line();
        while (line.path("advanced").asInt(-1) != at) {
            if (!line.has("advanced")) {
                lines.add(line);
            }
            line = line();
        }
        return lines;
    }

    private static JsonNode only(List<JsonNode> lines, Predicate<JsonNode> wanted) {
        List<JsonNode> found = lines.stream().filter(wanted).toList();
        assertEquals(1, found.size(), lines.toString());
        return found.getFirst();
    }

    private void assertExit() throws Exception {
        in.close();
        assertEquals(List.of(), out.lines().toList());
        assertEquals(0, process.waitFor());
    }
}
