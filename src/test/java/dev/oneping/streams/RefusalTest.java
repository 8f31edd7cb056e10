package dev.oneping.streams;

import static dev.oneping.streams.Received.awaitAtMost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalTest {

    private final TestChannels channels = new TestChannels();

    @AfterEach
    void close() {
        channels.close();
    }

    @Test
    void shouldStopTheChannelAndKeepTheEntryPending() {
        channels.append(channels.stream, 0, 1);

        Received received = channels.receive("failure-strategy", "fail").refusingAll();

        awaitAtMost().until(() -> received.failure != null);
        assertEquals("no good", received.inbound.failure());
        assertEquals(1, channels.pending());
        awaitAtMost().until(() -> !received.inbound.isReady());
    }

    @Test
    void shouldIgnore() {
        channels.append(channels.stream, 0, 2);

        Received received =
                channels.receive("failure-strategy", "ignore").refusingAll().await(2);

        awaitAtMost().until(() -> channels.pending() == 0);
        assertEquals(List.of(0, 1), received.numbers());
        assertEquals(0, deadLetters().size());
    }

    @Test
    void shouldStoreADeadLetterWithItsReason() {
        channels.append(channels.stream, 5, 6);

        Received received = channels.receive("failure-strategy", "dead-letter")
                .refusingAll()
                .await(1);

        awaitAtMost().until(() -> deadLetters().size() == 1);
        Response fields = deadLetters().get(0).get(1);
        assertEquals("5", value(fields, "n"));
        assertEquals("no good", value(fields, "dead-letter-reason"));
        assertEquals(channels.stream, value(fields, "dead-letter-stream"));
        assertEquals(received.metadata(0).id(), value(fields, "dead-letter-id"));
        assertEquals("1", value(fields, "dead-letter-deliveries"));
        awaitAtMost().until(() -> channels.pending() == 0);
    }

    @Test
    void shouldRedeliverUntilTheLimitThenDeadLetter() {
        channels.append(channels.stream, 0, 1);

        Received received = channels.receive(
                        "failure-strategy", "redeliver", "claim-idle-ms", "50", "max-deliveries", "3")
                .refusingAll();

        awaitAtMost().until(() -> deadLetters().size() == 1);
        assertEquals(List.of(0, 0, 0), received.numbers());
        assertEquals(3, received.metadata(2).deliveries());
        awaitAtMost().until(() -> channels.pending() == 0);
    }

    @Test
    void shouldContinueWithOthersWhileOneAwaitsRedelivery() {
        channels.append(channels.stream, 0, 3);

        Received received = channels.receive("failure-strategy", "redeliver", "claim-idle-ms", "100")
                .handling(message -> {
                    boolean first = message.getMetadata(IncomingStreamMetadata.class)
                                    .orElseThrow()
                                    .deliveries()
                            == 1;
                    if (first && "1".equals(message.getPayload().get("n"))) {
                        message.nack(new IllegalStateException("later"));
                    } else {
                        message.ack();
                    }
                });

        assertEquals(List.of(0, 1, 2, 1), received.await(4).numbers());
        awaitAtMost().until(() -> channels.pending() == 0);
        assertFalse(received.inbound.failure() != null);
    }

    private Response deadLetters() {
        return channels.redis(Command.XRANGE, channels.stream + ":dead", "-", "+");
    }

    private static String value(Response fields, String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).toString().equals(name)) {
                return fields.get(i + 1).toString();
            }
        }
        throw new AssertionError("no field " + name);
    }
}
