package dev.oneping.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One row of the drill: people with a laptop that they do not answer on and a phone that answers at once, publishers that
 * notify them through the fault, and some people who are notified just before it and answer just after it began.
 */
final class DrillRun implements AutoCloseable {

    private static final int PEOPLE = 40;
    private static final int LATE = 12;
    private static final Duration PACE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    /** A frame may have been under way when its user answered. */
    private static final long UNDER_WAY_NS = Duration.ofMillis(300).toNanos();

    private static final Set<String> ENDS =
            Set.of("acted", "seen", "dismissed", "expired", "exhausted", "cancelled", "suppressed");

    private final DrillStage stage;
    private final DrillRow row;
    private final HttpClient client = HttpClient.newHttpClient();
    private final DrillApi api = new DrillApi(client);
    private final DrillDevice.Log log = new DrillDevice.Log();
    private final List<DrillDevice> devices = new ArrayList<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> late = ConcurrentHashMap.newKeySet();
    private final Map<String, String> lateByUser = new ConcurrentHashMap<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final Map<String, Integer> ends = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<String> offline = new HashSet<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private String cursor = "";
    private volatile boolean publishing = true;
    private volatile long faultEnded;
    private volatile long servedAgain;

    DrillRun(DrillStage stage, DrillRow row) {
        this.stage = stage;
        this.row = row;
    }

    /** Plays the row and checks what was seen. */
    DrillResult play() throws Exception {
        String prefix = row.name().toLowerCase(Locale.ROOT).replace('_', '-');
        arrive(prefix + "-p", PEOPLE, true);
        List<DrillDevice> answering = arrive(prefix + "-l", LATE, false);
        await("every device is welcome", () -> devices.stream().allMatch(DrillDevice::isWelcome));
        cursor = api.events(stage.second().url(), "", event -> {});
        Thread publisher = Thread.ofVirtual().start(() -> publish(prefix + "-p"));
        DrillStage.last(Duration.ofSeconds(2));
        notifyLate(prefix + "-l");
        Thread answers = Thread.ofVirtual().start(() -> {
            DrillStage.last(Duration.ofMillis(300));
            answering.forEach(device -> device.answerAll(lateOf(device.user())));
        });
        row.fault.happen(stage);
        faultEnded = System.nanoTime();
        answers.join();
        DrillStage.last(Duration.ofSeconds(4));
        publishing = false;
        publisher.join();
        check(prefix);
        return result();
    }

    private List<DrillDevice> arrive(String prefix, int count, boolean answers) throws Exception {
        List<DrillDevice> laptops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (String name : List.of("laptop", "phone")) {
                String user = prefix + i;
                URI node = stage.nodes().get(i % 2);
                DrillDevice device = new DrillDevice(
                        client,
                        stage::nodes,
                        i,
                        user,
                        name,
                        api.token(node, user, name),
                        answers && name.equals("phone"),
                        log);
                device.connect();
                devices.add(device);
                if (name.equals("laptop")) {
                    laptops.add(device);
                }
            }
        }
        return laptops;
    }

    private List<String> lateOf(String user) {
        String id = lateByUser.get(user);
        return id == null ? List.of() : List.of(id);
    }

    /** Notifies those who answer late, and waits until their devices show it. */
    private void notifyLate(String prefix) throws InterruptedException {
        for (int i = 0; i < LATE; i++) {
            DrillApi.Answer answer = api.notify(stage.nodes().get(i % 2), prefix + i);
            if (answer.status() == 202) {
                String id = answer.body().path("id").asText();
                accepted.add(id);
                late.add(id);
                lateByUser.put(prefix + i, id);
            }
        }
        await("those who answer late are notified", () -> log.shown.keySet().containsAll(late));
    }

    private void publish(String prefix) {
        int number = 0;
        while (publishing) {
            int mine = number++;
            Thread.ofVirtual().start(() -> notifyOne(prefix + mine % PEOPLE, mine));
            DrillStage.last(PACE);
        }
        DrillStage.last(Duration.ofSeconds(1));
    }

    private void notifyOne(String user, int number) {
        try {
            DrillApi.Answer answer = api.notify(stage.nodes().get(number % 2), user);
            if (answer.status() == 202) {
                accepted.add(answer.body().path("id").asText());
                if (faultEnded != 0 && servedAgain == 0) {
                    servedAgain = System.nanoTime();
                }
            } else if (answer.status() == 503) {
                unavailable.incrementAndGet();
            } else if (answer.status() == 0) {
                broken.incrementAndGet();
            } else {
                faults.add("a notify was answered " + answer.status());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(String prefix) throws Exception {
        if (row.excuse.promisesEnds()) {
            try {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> {
                            cursor = api.events(stage.second().url(), cursor, event -> read(event, prefix));
                            return ends.keySet().containsAll(accepted);
                        });
            } catch (ConditionTimeoutException late) {
                Set<String> open = new HashSet<>(accepted);
                open.removeAll(ends.keySet());
                faults.add(open.size() + " accepted notifications have no end, such as "
                        + open.iterator().next());
            }
        }
        ends.forEach((id, count) -> {
            if (count > 1) {
                faults.add(id + " ended " + count + " times");
            }
        });
        int rung = rungAfterAnswer();
        if (rung > 0 && row.excuse.promisesNoRings()) {
            faults.add(rung + " were rung after their answer");
        }
        if (!offline.isEmpty() && row.excuse.promisesPresence()) {
            faults.add(offline.size() + " users were published as offline");
        }
        int closed = log.closes.getOrDefault(4005, 0);
        if (closed > 0 && row.excuse.promisesPresence()) {
            faults.add(closed + " sessions were closed as lost");
        }
        await(
                "it serves again",
                () -> api.notify(stage.first().url(), prefix + "-new").status() == 202
                        && api.notify(stage.second().url(), prefix + "-new").status() == 202);
    }

    private int rungAfterAnswer() {
        int rung = 0;
        for (String id : late) {
            Long answered = log.answered.get(id);
            if (answered != null) {
                for (long shown : log.shown.getOrDefault(id, Map.of()).values()) {
                    rung += shown - answered > UNDER_WAY_NS ? 1 : 0;
                }
            }
        }
        return rung;
    }

    private void read(JsonNode event, String prefix) {
        String user = event.path("subject").asText();
        String type = event.path("type").asText();
        if (!user.startsWith(prefix)) {
            return;
        }
        long version = event.path("version").asLong();
        Long before = versions.put(user, version);
        if (before != null && version != before + 1) {
            faults.add("the events of " + user + " go from version " + before + " to " + version);
        }
        if (type.equals("presence.device.offline")) {
            offline.add(user);
        }
        String id = event.path("data").path("notification").asText();
        String what = type.startsWith("notification.") ? type.substring("notification.".length()) : "";
        if (ENDS.contains(what)) {
            ends.merge(id, 1, Integer::sum);
        } else if (what.equals("delivering") && ends.containsKey(id)) {
            faults.add(id + " was shown after its end");
        }
    }

    private DrillResult result() {
        return new DrillResult(
                row,
                accepted.size(),
                unavailable.get(),
                broken.get(),
                ends.size(),
                offline.size(),
                rungAfterAnswer(),
                servedAgain == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, servedAgain - faultEnded)),
                new HashMap<>(log.closes),
                List.copyOf(faults));
    }

    private void await(String what, Condition condition) {
        try {
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(condition::holds);
        } catch (ConditionTimeoutException never) {
            faults.add("not reached: " + what);
        }
    }

    @Override
    public void close() {
        devices.forEach(DrillDevice::close);
        client.shutdownNow();
    }

    /** Something that becomes true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }
}
