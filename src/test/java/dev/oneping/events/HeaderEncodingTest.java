package dev.oneping.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the CloudEvents HTTP binding, and encodings that other clients may send. */
class HeaderEncodingTest {

    @ParameterizedTest
    @CsvSource({"Euro € 😀, Euro%20%E2%82%AC%20%F0%9F%98%80", "a\"b%c, a%22b%25c", "~!#, ~!#", "1+1, 1+1"})
    void shouldDecodeWhatItEncodes(String value, String header) {
        assertEquals(header, HeaderEncoding.encode(value));
        assertEquals(value, HeaderEncoding.decode(header));
    }

    @Test
    void shouldDecodeOtherEncodings() {
        assertEquals("€", HeaderEncoding.decode("%e2%82%ac"));
        assertEquals("a b", HeaderEncoding.decode("\"a b\""));
        assertEquals("say \"hi\" \\", HeaderEncoding.decode("\"say \\\"hi\\\" \\\\\""));
        assertEquals("\"", HeaderEncoding.decode("\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "a%-1"})
    void shouldRejectAMalformedEscape(String header) {
        assertThrows(IllegalArgumentException.class, () -> HeaderEncoding.decode(header));
    }
}
