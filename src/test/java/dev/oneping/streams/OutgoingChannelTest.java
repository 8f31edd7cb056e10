package dev.oneping.streams;

import static dev.oneping.streams.Received.awaitAtMost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.streams.link.Disconnected;
import io.smallrye.mutiny.Multi;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutgoingChannelTest {

    private final TestChannels channels = new TestChannels();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<Throwable> refused = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        channels.close();
    }

    @Test
    void shouldAppendInOrderAndAcknowledgeWhenRedisHasIt() {
        publish(channels.send(), IntStream.range(0, 5000).mapToObj(n -> message(Map.of("n", n))));

        awaitAtMost().until(() -> acknowledged.get() == 5000);
        Received received = channels.receive().acknowledgingAll().await(5000);
        assertEquals(IntStream.range(0, 5000).boxed().toList(), received.numbers());
    }

    @Test
    void shouldTrimTheStreamToItsMaximumLength() {
        publish(channels.send("max-length", "100"), IntStream.range(0, 2000).mapToObj(n -> message(Map.of("n", n))));

        awaitAtMost().until(() -> acknowledged.get() == 2000);
        assertTrue(channels.redis(Command.XLEN, channels.stream).toInteger() < 400);
    }

    @Test
    void shouldPutAnyOtherPayloadInOneField() {
        publish(channels.send(), List.of(message("text"), message("bytes".getBytes())).stream());

        awaitAtMost().until(() -> acknowledged.get() == 2);
        Received received = channels.receive().acknowledgingAll().await(2);
        assertEquals(Map.of("payload", "text"), received.messages.get(0).getPayload());
        assertEquals(Map.of("payload", "bytes"), received.messages.get(1).getPayload());
    }

    @Test
    void shouldSendToTheStreamInTheMetadata() {
        Message<?> elsewhere =
                message(Map.of("n", 1)).addMetadata(new OutgoingStreamMetadata(channels.stream + ":other"));

        publish(channels.send(), List.<Message<?>>of(elsewhere).stream());

        awaitAtMost().until(() -> acknowledged.get() == 1);
        assertEquals(1, channels.redis(Command.XLEN, channels.stream + ":other").toInteger());
    }

    @Test
    void shouldRejectAnEmptyPayload() {
        publish(channels.send(), List.of(message(Map.of()), message(Map.of("n", 1))).stream());

        awaitAtMost().until(() -> acknowledged.get() == 1);
        assertInstanceOf(IllegalArgumentException.class, refused.get(0));
    }

    @Test
    void shouldRejectMessagesWithoutAConnectionInTime() {
        TestChannels nowhere = new TestChannels("redis://127.0.0.1:1");

        publish(nowhere.send("timeout-ms", "50"), List.<Message<?>>of(message("lost")).stream());

        awaitAtMost().until(() -> refused.size() == 1);
        assertInstanceOf(Disconnected.class, refused.get(0));
        nowhere.close();
    }

    private Message<?> message(Object payload) {
        return Message.of(
                payload,
                Metadata.empty(),
                () -> {
                    acknowledged.incrementAndGet();
                    return CompletableFuture.completedFuture(null);
                },
                reason -> {
                    refused.add(reason);
                    return CompletableFuture.completedFuture(null);
                });
    }

    @SuppressWarnings("unchecked")
    private static void publish(OutgoingChannel outbound, java.util.stream.Stream<? extends Message<?>> messages) {
        Multi.createFrom()
                .<Message<?>>items(messages.map(message -> (Message<?>) message))
                .subscribe((Flow.Subscriber<Message<?>>) outbound.subscriber());
    }
}
