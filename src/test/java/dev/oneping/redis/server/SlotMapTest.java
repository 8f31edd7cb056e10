package dev.oneping.redis.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotMapTest {

    /** The values that {@code CLUSTER KEYSLOT} returns. */
    @Test
    void shouldComputeTheSlotAsTheServerDoes() {
        assertEquals(12_182, KeySlot.of("foo"));
        assertEquals(5_061, KeySlot.of("bar"));
        assertEquals(0x31C3, KeySlot.of("123456789"));
    }

    @Test
    void shouldComputeTheSlotFromTheHashTagAlone() {
        assertEquals(KeySlot.of("s12"), KeySlot.of("{s12}:user:acme:ann"));
        assertEquals(KeySlot.of("acme"), KeySlot.of("group:{acme}:ops"));
    }

    @Test
    void shouldTakeTheWholeKeyWhereTheTagIsEmptyOrOpen() {
        assertNotEquals(KeySlot.of(""), KeySlot.of("a{}b"));
        assertEquals(8_363, KeySlot.of("foo{}{bar}"));
        assertEquals(4_015, KeySlot.of("foo{{bar}}zap"));
    }

    @Test
    void shouldGroupKeysBySlotInTheirOrder() {
        assertEquals(
                List.of(List.of("{a}1", "{a}2"), List.of("{b}1")),
                KeySlot.group(List.of("{a}1", "{b}1", "{a}2"), key -> key));
    }

    @Test
    void shouldParseARedirection() {
        assertEquals(
                Optional.of(new Redirect(Redirect.Word.MOVED, 3999, "10.0.0.2:6381")),
                Redirect.of("MOVED 3999 10.0.0.2:6381", "10.0.0.1:6379"));
        assertEquals(
                Optional.of(new Redirect(Redirect.Word.ASK, 1, "fd00::2:6381")),
                Redirect.of("ASK 1 fd00::2:6381", "10.0.0.1:6379"));
    }

    @Test
    void shouldStayAtTheHostWhereTheNodeNamesNone() {
        assertEquals(
                Optional.of(new Redirect(Redirect.Word.MOVED, 3999, "10.0.0.1:6381")),
                Redirect.of("MOVED 3999 :6381", "10.0.0.1:6379"));
    }

    @Test
    void shouldTakeNoOtherErrorForARedirection() {
        assertEquals(Optional.empty(), Redirect.of("CLUSTERDOWN Hash slot not served", "10.0.0.1:6379"));
        assertEquals(Optional.empty(), Redirect.of("ERR MOVED 1 a:1", "10.0.0.1:6379"));
    }

    @Test
    void shouldChangeOneSlotOfACopy() {
        SlotMap changed = SlotMap.EMPTY.with(7, "10.0.0.1:6379");

        assertEquals("10.0.0.1:6379", changed.node(7));
        assertEquals(null, SlotMap.EMPTY.node(7));
        assertEquals(List.of("10.0.0.1:6379"), changed.masters());
    }
}
