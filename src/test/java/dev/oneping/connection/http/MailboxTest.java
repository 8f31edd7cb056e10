package dev.oneping.connection.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final Mailbox mailbox = new Mailbox(3, 100);

    @Test
    void shouldReturnFramesAfterANumber() {
        fill("a", "b", "c");

        assertEquals(Optional.of(List.of("b", "c")), after(1));
        assertEquals(Optional.of(List.of()), after(3));
    }

    @Test
    void shouldReturnNothingIfAFrameIsMissing() {
        fill("a", "b");
        mailbox.received(1);

        assertEquals(Optional.empty(), after(0));
        assertEquals(Optional.empty(), after(3));
        assertEquals(Optional.of(List.of("b")), after(1));
    }

    @Test
    void shouldBeFullOfUnfetchedFrames() {
        fill("a", "b");
        assertFalse(mailbox.isFull());

        fill("c");

        assertTrue(mailbox.isFull());
    }

    @Test
    void shouldBeFullOfLargeFrames() {
        fill("x".repeat(100));

        assertTrue(mailbox.isFull());
    }

    @Test
    void shouldDropSentFramesOnly() {
        fill("a", "b", "c");
        mailbox.sent(2);
        assertFalse(mailbox.isFull());

        fill("d", "e");

        assertEquals(Optional.of(List.of("c", "d", "e")), after(2));
        assertEquals(Optional.empty(), after(1));
        assertTrue(mailbox.isFull());
    }

    private void fill(String... frames) {
        List.of(frames).forEach(mailbox::add);
    }

    private Optional<List<String>> after(long number) {
        return mailbox.after(number)
                .map(numbered ->
                        numbered.stream().map(Mailbox.NumberedFrame::frame).toList());
    }
}
