package dev.oneping.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CodePointsTest {

    private static final String EMOJI = "\uD83D\uDE00";

    @Test
    void shouldCountAnEmojiOnce() {
        assertEquals(200, CodePoints.count(EMOJI.repeat(200)));
    }

    @Test
    void shouldSplitNoCharacter() {
        assertEquals("a" + EMOJI, CodePoints.first("a" + EMOJI + EMOJI, 2));
        assertEquals("a" + EMOJI, CodePoints.first("a" + EMOJI, 2));
    }
}
