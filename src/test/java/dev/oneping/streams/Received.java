package dev.oneping.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Records the messages that a channel delivers, and handles each as the test specifies. */
final class Received {

    final IncomingChannel inbound;
    final List<Message<Map<String, String>>> messages = new CopyOnWriteArrayList<>();
    volatile @Nullable Throwable failure;

    Received(IncomingChannel inbound) {
        this.inbound = inbound;
    }

    Received acknowledgingAll() {
        return handling(message -> message.ack());
    }

    Received refusingAll() {
        return handling(message -> message.nack(new IllegalStateException("no good")));
    }

    Received keepingAll() {
        return handling(message -> {});
    }

    Received handling(Consumer<Message<Map<String, String>>> handler) {
        inbound.messages()
                .subscribe()
                .with(
                        message -> {
                            messages.add(message);
                            handler.accept(message);
                        },
                        problem -> failure = problem);
        return this;
    }

    Received await(int count) {
        awaitAtMost().until(() -> messages.size() >= count);
        return this;
    }

    List<Integer> numbers() {
        return messages.stream()
                .map(message -> Integer.valueOf(message.getPayload().get("n")))
                .toList();
    }

    IncomingStreamMetadata metadata(int index) {
        return messages.get(index).getMetadata(IncomingStreamMetadata.class).orElseThrow();
    }

    static ConditionFactory awaitAtMost() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }
}
