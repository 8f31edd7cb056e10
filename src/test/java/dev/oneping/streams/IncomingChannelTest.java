package dev.oneping.streams;

import static dev.oneping.streams.Received.awaitAtMost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.redis.client.Command;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class IncomingChannelTest {

    private final TestChannels channels = new TestChannels();

    @AfterEach
    void close() {
        channels.close();
    }

    @Test
    void shouldDeliverInOrderAndAcknowledge() {
        channels.append(channels.stream, 0, 1000);

        Received received = channels.receive().acknowledgingAll().await(1000);

        assertEquals(IntStream.range(0, 1000).boxed().toList(), received.numbers());
        awaitAtMost().until(() -> channels.pending() == 0);
    }

    @Test
    void shouldDescribeTheOriginOfAMessage() {
        channels.append(channels.stream + "1", 7, 8);

        Received received = channels.receive("stream", channels.stream + "%d", "partitions", "3")
                .acknowledgingAll()
                .await(1);

        IncomingStreamMetadata metadata = received.metadata(0);
        assertEquals(channels.stream + "1", metadata.stream());
        assertEquals(1, metadata.partition());
        assertEquals(1, metadata.deliveries());
        assertTrue(metadata.id().matches("\\d+-\\d+"));
        assertEquals(Map.of("n", "7"), received.messages.get(0).getPayload());
    }

    @Test
    void shouldReadOnlyNewEntriesWhenTheGroupStartsAtTheEnd() {
        channels.append(channels.stream, 0, 5);
        Received received = channels.receive("start", "$").acknowledgingAll();
        awaitAtMost().until(received.inbound::isReady);

        channels.append(channels.stream, 5, 8);

        assertEquals(IntStream.range(5, 8).boxed().toList(), received.await(3).numbers());
    }

    @Test
    void shouldDistributeEntriesAmongTheConsumersOfAGroup() {
        Received first = channels.receiveApart("max-in-flight", "10").acknowledgingAll();
        Received second = channels.receive("max-in-flight", "10").acknowledgingAll();
        awaitAtMost().until(() -> first.inbound.isReady() && second.inbound.isReady());

        channels.append(channels.stream, 0, 2000);

        awaitAtMost().until(() -> first.messages.size() + second.messages.size() >= 2000);
        BitSet seen = new BitSet();
        first.numbers().forEach(seen::set);
        second.numbers().forEach(seen::set);
        assertEquals(2000, seen.cardinality());
        assertEquals(2000, first.messages.size() + second.messages.size());
    }

    @Test
    void shouldRespectTheInFlightLimit() {
        channels.append(channels.stream + "0", 0, 300);
        channels.append(channels.stream + "1", 300, 600);
        AtomicInteger most = new AtomicInteger();
        Received received = channels.receive("stream", channels.stream + "%d", "partitions", "2", "max-in-flight", "16")
                .handling(message -> most.accumulateAndGet((int) inFlight(), Math::max));
        awaitAtMost().until(() -> received.messages.size() == 16);

        for (int i = 0; i < 600; i++) {
            received.await(i + 1).messages.get(i).ack();
        }

        assertEquals(16, most.get());
        assertEquals(600, received.messages.size());
    }

    @Test
    void shouldLoseNoneOfAHundredThousand() {
        int total = 100_000;
        int partitions = 64;
        AtomicInteger handled = new AtomicInteger();
        BitSet seen = new BitSet(total);
        channels.receive("stream", channels.stream + "%d", "partitions", "64").handling(message -> {
            seen.set(Integer.parseInt(message.getPayload().get("n")));
            message.ack().thenRun(handled::incrementAndGet);
        });

        for (int partition = 0; partition < partitions; partition++) {
            int from = total / partitions * partition;
            int to = partition == partitions - 1 ? total : from + total / partitions;
            channels.append(channels.stream + partition, from, to);
        }

        awaitAtMost().until(() -> handled.get() == total);
        assertEquals(total, seen.cardinality());
    }

    @Test
    void shouldCountReceivedAndAcknowledgedEntries() {
        channels.append(channels.stream, 0, 3);

        channels.receive().acknowledgingAll().await(3);

        awaitAtMost().until(() -> count("acknowledged") == 3);
        assertEquals(3, count("received"));
        assertEquals(0, inFlight());
    }

    @Test
    void shouldSettleEntriesInFlightBeforeStopping() {
        channels.append(channels.stream, 0, 1);
        Received received = channels.receive().keepingAll().await(1);
        Message<?> last = received.messages.get(0);

        var stopped = received.inbound.stop();
        last.ack();

        TestChannels.await(stopped);
        assertEquals(0, channels.pending());
        assertEquals(1, channels.redis(Command.XLEN, channels.stream).toInteger());
    }

    private double count(String name) {
        return channels.registry.get("redis.streams." + name).counter().count();
    }

    private double inFlight() {
        return channels.registry.get("redis.streams.in.flight").gauge().value();
    }
}
