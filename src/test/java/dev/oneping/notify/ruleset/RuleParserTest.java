package dev.oneping.notify.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.RuleFiles;
import dev.oneping.rules.file.source.Interruption;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleParserTest {

    private static final TenantId THEIRS = new TenantId("theirs");
    private static final TenantId OURS = new TenantId("ours");
    private static final String ENDLESS = "endless";

    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final RuleParser parser = new RuleParser(() -> gone::get, this::read);

    @AfterEach
    void stop() {
        parser.stop();
    }

    @Test
    void shouldStopReadingWhenTheClientLeaves() throws Exception {
        Thread theirs =
                Thread.ofVirtual().start(() -> assertThrows(Problem.class, () -> parser.parse(THEIRS, ENDLESS)));
        awaitBegun(1);

        gone.set(true);

        ended.await();
        theirs.join();
        gone.set(false);
        assertEquals(RuleFiles.builtIn().version(), parser.parse(OURS, "").version());
    }

    @Test
    void shouldNotBeginToReadWhatWaitedForAClientThatLeft() throws Exception {
        Thread first = Thread.ofVirtual().start(() -> assertThrows(Problem.class, () -> parser.parse(THEIRS, ENDLESS)));
        awaitBegun(1);
        Thread second =
                Thread.ofVirtual().start(() -> assertThrows(Problem.class, () -> parser.parse(THEIRS, ENDLESS)));

        gone.set(true);
        first.join();
        second.join();

        gone.set(false);
        assertEquals(RuleFiles.builtIn().version(), parser.parse(THEIRS, "").version(), "its turn is given back");
        assertEquals(2, begun.get());
    }

    /** Each step of reading asks, so that a thread that is interrupted reads no further. */
    @Test
    void shouldStopInTheMiddleOfAFile() throws Exception {
        byte[] file = RuleFiles.builtIn().text().getBytes(StandardCharsets.UTF_8);
        AtomicBoolean stopped = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            try {
                RuleFiles.parse("a.yaml", file);
            } catch (CancellationException e) {
                stopped.set(true);
            }
        });
        reader.join();
        assertTrue(stopped.get());
    }

    private RuleSet read(String text) {
        begun.incrementAndGet();
        try {
            while (text.equals(ENDLESS)) {
                Interruption.check();
                Thread.onSpinWait();
            }
            return RuleFiles.builtIn();
        } finally {
            if (text.equals(ENDLESS)) {
                ended.countDown();
            }
        }
    }

    private void awaitBegun(int count) {
        while (begun.get() < count) {
            Thread.onSpinWait();
        }
    }
}
