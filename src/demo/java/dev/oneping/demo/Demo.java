package dev.oneping.demo;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Runs the scenario against the service at {@code ONEPING_URL} with the API key {@code ONEPING_KEY}. Exit code 0 if
 * everything happened as expected, 1 with a message if not, 2 if it cannot start.
 */
public final class Demo {

    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    private Demo() {}

    /** Runs the program. */
    public static void main(String... args) {
        Map<String, String> environment = System.getenv();
        Terminal terminal = new Terminal(new PrintStream(System.out, true, StandardCharsets.UTF_8), environment);
        String key = environment.getOrDefault("ONEPING_KEY", "");
        if (key.isEmpty()) {
            terminal.stopped("it needs an API key: set ONEPING_KEY, or start it with ./oneping demo.");
            System.exit(2);
        }
        URI service = URI.create(environment.getOrDefault("ONEPING_URL", DEFAULT_URL));
        boolean temporary = environment.containsKey("ONEPING_TEMPORARY");
        System.exit(play(service, key, temporary, terminal));
    }

    private static int play(URI service, String key, boolean temporary, Terminal terminal) {
        try (Api api = new Api(service, key);
                Stage stage = Stage.set(api, terminal)) {
            new Story(stage).tell();
            terminal.done(stage.summary());
            terminal.say(whatNext(service, stage.user(), temporary));
            return 0;
        } catch (StoryStopped e) {
            terminal.stopped(e.sentence());
            return 1;
        }
    }

    /** Returns commands to try. A service that the launcher started for the demo ends with it, so others are given then. */
    private static String whatNext(URI service, String user, boolean temporary) {
        if (temporary) {
            return """

                    The demo's service has ended with it. Go on by yourself:
                      ./oneping run                    a service that stays, with a key and three lines to copy
                      ./oneping connect ann laptop     a device for a terminal, while that service runs
                      ./oneping bench                  how fast it is on this machine""";
        }
        return """

                Go on by yourself:
                  export ONEPING_KEY=$(cat data/dev-key)
                  curl -H "Authorization: Bearer $ONEPING_KEY" %1$s/v1/users/%2$s/presence
                  curl -H "Authorization: Bearer $ONEPING_KEY" "%1$s/v1/events?wait=10"
                  ./oneping bench                  how fast it is on this machine""".formatted(service, user);
    }
}
