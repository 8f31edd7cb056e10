package dev.oneping.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedLineTest {

    private static final Optional<String> NEWEST = Optional.of("ntf_2");

    @Test
    void shouldAnswerNewestWhenNoIdIsTyped() {
        assertEquals(
                new TypedLine.Frame("{\"type\":\"ack\",\"id\":\"ntf_2\",\"kind\":\"acted\"}", NEWEST),
                TypedLine.of("acted", NEWEST));
    }

    @Test
    void shouldAnswerTypedId() {
        assertEquals(
                new TypedLine.Frame("{\"type\":\"ack\",\"id\":\"ntf_1\",\"kind\":\"seen\"}", Optional.of("ntf_1")),
                TypedLine.of("seen ntf_1", NEWEST));
    }

    @Test
    void shouldSendJsonAsItIs() {
        assertEquals(
                new TypedLine.Frame("{\"type\":\"ping\"}", Optional.empty()),
                TypedLine.of("{\"type\":\"ping\"}", NEWEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello there", "acted ntf_1 now", "acted ntf\"_1", "acte"})
    void shouldExplainUnknownWordsInsteadOfSendingThem(String line) {
        TypedLine.Hint hint = assertInstanceOf(TypedLine.Hint.class, TypedLine.of(line, NEWEST));

        assertTrue(hint.text().contains(line) && hint.text().contains(TypedLine.HELP), hint::text);
    }

    @Test
    void shouldSayThatThereIsNothingToAnswer() {
        assertInstanceOf(TypedLine.Hint.class, TypedLine.of("acted", Optional.empty()));
    }

    @Test
    void shouldRefuseWhatIsNoTokenInOneSentence() {
        StoryStopped word =
                assertThrows(StoryStopped.class, () -> DeviceCredential.given("http://localhost:8080", "laptop"));
        StoryStopped damaged =
                assertThrows(StoryStopped.class, () -> DeviceCredential.given("http://localhost:8080", "a.!.c"));

        assertTrue(word.sentence().contains("connect USER DEVICE"), word::sentence);
        assertTrue(damaged.sentence().contains("damaged"), damaged::sentence);
    }

    @Test
    void shouldSayThatNoServiceAnswers() {
        DeviceCredential credential = DeviceCredential.issued("http://127.0.0.1:1", "a-key", "ann", "laptop");

        StoryStopped stopped =
                assertThrows(StoryStopped.class, () -> credential.source().call());

        assertEquals(DeviceCredential.noService("http://127.0.0.1:1"), stopped.sentence());
    }
}
