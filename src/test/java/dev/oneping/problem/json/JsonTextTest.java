package dev.oneping.problem.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                           | true",
                "\"plain\"                    | true",
                "\"\\ud83d\\ude00\"           | true",
                "\"\\uD83D\\uDE00\\u0041\"    | true",
                "\"\\ud83d\"                  | false",
                "\"\\ude00\"                  | false",
                "\"\\ud83d\\ud83d\\ude00\"    | false",
                "\"\\ud83dx\\ude00\"          | false",
                "\"\\ud83d\\n\\ude00\"        | false",
                "{\"\\ud83d\":\"\\ude00\"}    | false",
                // a backslash, and then plain letters
                "\"\\\\ud83d\"                | true",
                "\"\\\\\\ud83d\"              | false",
                "\"\\\"\\ud83d\\ude00\\\\\"   | true",
            })
    void shouldDetectUnpairedSurrogates(String json, boolean paired) {
        assertEquals(paired, JsonText.isPaired(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "7b7d, true",
        "c3a4, true",
        "f09f9880, true",
        "c0af, false",
        "e08080, false",
        "eda080, false",
        "fffe7b, false"
    })
    void shouldDetectInvalidUtf8(String hex, boolean utf8) {
        assertEquals(utf8, JsonText.isUtf8(HexFormat.of().parseHex(hex)));
    }
}
