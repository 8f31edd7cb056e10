package dev.oneping.webhook.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-Api-Key", "x_y", "Prefer"})
    void shouldAllowWhatSteersNothing(String name) {
        assertEquals(List.of(), refused(Map.of(name, "Bearer a b\tc")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "HOST",
                "Content-Length",
                "Content-Type",
                "Content-Encoding",
                "Transfer-Encoding",
                "Connection",
                "Keep-Alive",
                "Upgrade",
                "TE",
                "Trailer",
                "Expect",
                "Cookie",
                "Accept-Encoding",
                "User-Agent",
                "Forwarded",
                "Via",
                "webhook-id",
                "WebHook-Request-Origin",
                "webhook-signature",
                "ce-id",
                "CE-Type",
                "Grip-Sig",
                "Proxy-Authorization",
                "X-Forwarded-For",
                "Sec-WebSocket-Key",
                "HTTP2-Settings"
            })
    void shouldRefuseWhatSteersHttpOrIsOurs(String name) {
        assertEquals(List.of("/headers/" + name), refused(Map.of(name, "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "a\u0000b", "größe"})
    void shouldRefuseWhatIsNoName(String name) {
        assertEquals(1, refused(Map.of(name, "x")).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a\r\nX: y", "a\nb", "a\u0000b", "größe"})
    void shouldRefuseAValueThatCouldEndTheHeader(String value) {
        assertEquals(List.of("/headers/X-Key"), refused(Map.of("X-Key", value)));
    }

    @Test
    void shouldBoundTheirNumberAndLength() {
        Map<String, String> twenty = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            twenty.put("X-" + i, "a".repeat(4096));
        }
        assertEquals(List.of(), refused(twenty));

        twenty.put("X-20", "a");
        assertEquals(List.of("/headers"), refused(twenty));
        assertEquals(List.of("/headers/X-Key"), refused(Map.of("X-Key", "a".repeat(4097))));
    }

    @Test
    void shouldTakeWhatIsShownInThePlaceOfAValueForTheValueItself() {
        Map<String, String> before = Map.of("X-Key", "open-sesame");

        ObjectNode patched = subscription(Map.of("X-Key", "[REDACTED]", "X-New", "1", "X-Odd", "[REDACTED]"));
        HeaderRules.reveal(patched, before);

        assertEquals(subscription(Map.of("X-Key", "open-sesame", "X-New", "1", "X-Odd", "[REDACTED]")), patched);
        assertEquals(List.of("/headers/X-Odd"), refused(Map.of("X-Odd", "[REDACTED]")));
    }

    private static ObjectNode subscription(Map<String, String> headers) {
        ObjectNode subscription = JsonNodeFactory.instance.objectNode();
        ObjectNode object = subscription.putObject("headers");
        headers.forEach(object::put);
        return subscription;
    }

    private static List<String> refused(Map<String, String> headers) {
        List<Violation> errors = new ArrayList<>();
        HeaderRules.check(headers, errors);
        return errors.stream().map(Violation::pointer).toList();
    }
}
