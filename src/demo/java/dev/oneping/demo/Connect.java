package dev.oneping.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One device in a terminal: {@code ./oneping connect USER DEVICE}, or {@code connect TOKEN}. Connects as a laptop in use,
 * prints every frame, reports that it is still in use, and sends what is typed. Comes back after a lost connection.
 *
 * <p>Exit code 0 at the end of the input, 1 with one sentence if the service refuses the device, 2 for a wrong command line.
 */
public final class Connect {

    private static final String USAGE = """
            usage: ./oneping connect USER DEVICE   as a device of a user; takes the API key of ./data, or ONEPING_KEY
                   ./oneping connect TOKEN         with a token that POST /v1/tokens returned""";

    private Connect() {}

    /** Connects to the service at {@code ONEPING_URL}. */
    public static void main(String... args) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        String service = environment.getOrDefault("ONEPING_URL", "http://localhost:8080");
        if (args.length == 0 || args.length > 2 || isFlag(args[0])) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try {
            DeviceCredential credential = args.length == 2
                    ? DeviceCredential.issued(service, environment.getOrDefault("ONEPING_KEY", ""), args[0], args[1])
                    : DeviceCredential.given(service, args[0]);
            TerminalDevice device = new TerminalDevice(service, credential, System.out);
            device.open();
            Thread.ofVirtual().start(() -> read(device));
            device.awaitEnd();
        } catch (StoryStopped e) {
            System.err.println("oneping: " + e.sentence());
            System.exit(1);
        }
    }

    private static boolean isFlag(String word) {
        return word.isBlank() || word.startsWith("-") || "help".equals(word);
    }

    private static void read(TerminalDevice device) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                device.type(line.strip());
            }
        } catch (IOException e) {
            System.err.println("oneping: The input can no longer be read: " + e.getMessage() + ".");
        }
        device.close();
    }
}
