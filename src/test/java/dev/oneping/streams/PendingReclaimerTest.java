package dev.oneping.streams;

import static dev.oneping.streams.Received.awaitAtMost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingReclaimerTest {

    private final TestChannels channels = new TestChannels();

    @AfterEach
    void close() {
        channels.close();
    }

    @Test
    void shouldReclaimEntriesOfACrashedConsumer() {
        channels.append(channels.stream, 0, 50);
        channels.receiveApart("max-in-flight", "40").keepingAll().await(40);
        channels.crashOthers();

        Received received =
                channels.receive("claim-idle-ms", "50").acknowledgingAll().await(50);

        List<Integer> numbers = new ArrayList<>(received.numbers());
        Collections.sort(numbers);
        assertEquals(IntStream.range(0, 50).boxed().toList(), numbers);
        awaitAtMost().until(() -> channels.pending() == 0);
    }

    @Test
    void shouldReclaimItsOwnPendingEntriesAtOnce() {
        channels.append(channels.stream, 0, 3);
        channels.receiveApart("consumer", "one").keepingAll().await(3);
        channels.crashOthers();

        Received received =
                channels.receive("consumer", "one").acknowledgingAll().await(3);

        assertEquals(List.of(0, 1, 2), received.numbers());
        assertEquals(2, received.metadata(0).deliveries());
    }

    @Test
    void shouldNotReclaimFromAnActiveConsumer() {
        channels.append(channels.stream, 0, 1);
        channels.receiveApart("max-in-flight", "1").keepingAll().await(1);

        Received second = channels.receive().acknowledgingAll();
        channels.append(channels.stream, 1, 2);

        assertEquals(List.of(1), second.await(1).numbers());
        assertEquals(1, channels.pending());
    }

    @Test
    void shouldNotHandleASlowEntryTwiceConcurrently() {
        channels.append(channels.stream, 0, 1);
        Received received = channels.receive("claim-idle-ms", "10").keepingAll().await(1);

        channels.append(channels.stream, 1, 2);
        received.await(2);
        awaitAtMost().until(() -> idle() > 200);

        assertEquals(List.of(0, 1), received.numbers());
    }

    @Test
    void shouldDeadLetterAnEntryThatKillsEveryConsumer() {
        channels.append(channels.stream, 0, 1);
        for (int crash = 0; crash < 3; crash++) {
            channels.receiveApart("claim-idle-ms", "10", "max-deliveries", "3")
                    .keepingAll()
                    .await(1);
            channels.crashOthers();
        }

        Received last =
                channels.receive("claim-idle-ms", "10", "max-deliveries", "3").acknowledgingAll();

        awaitAtMost()
                .until(() ->
                        channels.redis(Command.XLEN, channels.stream + ":dead").toInteger() == 1);
        awaitAtMost().until(() -> channels.pending() == 0);
        assertTrue(last.messages.isEmpty());
    }

    @Test
    void shouldAcknowledgeEntriesTrimmedWhilePending() {
        channels.append(channels.stream, 0, 2);
        channels.receiveApart().keepingAll().await(2);
        channels.crashOthers();
        channels.redis(Command.XTRIM, channels.stream, "MAXLEN", 1);

        Received received =
                channels.receive("claim-idle-ms", "10").acknowledgingAll().await(1);

        awaitAtMost().until(() -> channels.pending() == 0);
        assertEquals(List.of(1), received.numbers());
    }

    /** Covers both kinds of consumer that {@code streams/forget.lua} must distinguish. */
    @Test
    void shouldRemoveInactiveConsumersWithoutPendingEntries() {
        channels.append(channels.stream, 0, 1);
        channels.receiveApart("consumer", "gone").acknowledgingAll().await(1);
        awaitAtMost().until(() -> channels.pending() == 0);
        channels.crashOthers();
        channels.append(channels.stream, 1, 2);
        channels.receiveApart("consumer", "owing").keepingAll().await(1);
        channels.crashOthers();

        Received last =
                channels.receive("consumer", "new", "forget-consumers-ms", "1").acknowledgingAll();

        awaitAtMost().until(last.inbound::isReady);
        assertTrue(consumers().contains("owing"));
        assertFalse(consumers().contains("gone"));
    }

    private long idle() {
        return channels.redis(Command.XPENDING, channels.stream, "group", "-", "+", 1)
                .get(0)
                .get(2)
                .toLong();
    }

    private List<String> consumers() {
        List<String> names = new ArrayList<>();
        channels.redis(Command.XINFO, "CONSUMERS", channels.stream, "group")
                .forEach(consumer -> names.add(consumer.get(1).toString()));
        return names;
    }
}
