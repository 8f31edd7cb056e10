package dev.oneping.webhook.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.testing.RedisRig;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The wire formats, read by the CloudEvents SDK and by plain readers of JSON and forms. */
class WebhookFormatTest {

    private static final ObjectMapper JSON = RedisRig.json();
    private static final byte[] EVENT =
            event("ann", "{\"device\":\"laptop\",\"levels\":[1,2],\"place\":{\"name\":\"home&garden\"}}");

    @ParameterizedTest
    @EnumSource(names = {"STRUCTURED", "BINARY"})
    void shouldBeReadByTheSdkOfCloudEvents(WebhookFormat format) throws Exception {
        RenderedEvent rendered = format.render(EVENT, JSON);

        MessageReader message = HttpMessageFactory.createReader(
                processor -> rendered.headers().forEach(processor::accept), rendered.body());
        io.cloudevents.CloudEvent read = message.toEvent();

        assertEquals("1.0", read.getSpecVersion().toString());
        assertEquals("evt_1", read.getId());
        assertEquals("/v1", read.getSource().toString());
        assertEquals("notification.acted", read.getType());
        assertEquals("ann", read.getSubject());
        assertEquals(OffsetDateTime.parse("2026-11-01T12:00:00Z"), read.getTime());
        assertEquals("application/json", read.getDataContentType());
        assertEquals("12", String.valueOf(read.getExtension("version")));
        assertEquals("0000000000000012", read.getExtension("sequence"));
        assertEquals(
                JSON.readTree(EVENT).path("data"),
                JSON.readTree(Objects.requireNonNull(read.getData()).toBytes()));
    }

    @Test
    void shouldSendTheEventAsItIsInStructuredMode() {
        assertArrayEquals(EVENT, WebhookFormat.STRUCTURED.render(EVENT, JSON).body());
    }

    /** By the text of the binding, for the SDK itself decodes no header. Names of people need no escape. */
    @ParameterizedTest
    @CsvSource({"Euro € 😀, Euro%20%E2%82%AC%20%F0%9F%98%80", "a\"b%c, a%22b%25c", "~!#, ~!#", "\u007f, %7F"})
    void shouldEncodeHeadersAsTheBindingSays(String value, String encoded) {
        RenderedEvent rendered = WebhookFormat.BINARY.render(event(value, "{}"), JSON);

        assertEquals(encoded, rendered.headers().get("ce-subject"));
    }

    @Test
    void shouldHaveThePayloadOfStandardWebhooks() throws IOException {
        RenderedEvent rendered = WebhookFormat.STANDARD.render(EVENT, JSON);

        JsonNode body = JSON.readTree(rendered.body());
        assertEquals("application/json", rendered.headers().get("Content-Type"));
        assertEquals("notification.acted", body.path("type").asText());
        assertEquals("2026-11-01T12:00:00Z", body.path("timestamp").asText());
        assertEquals(12, body.path("version").asInt());
        assertEquals(JSON.readTree(EVENT).path("data"), body.path("data"));
    }

    @Test
    void shouldBeAFormOfTheEventedApi() {
        RenderedEvent rendered = WebhookFormat.EVENTED_FORM.render(EVENT, JSON);

        assertEquals(
                List.of(
                        Map.entry("_domain", "notification"),
                        Map.entry("_type", "acted"),
                        Map.entry("_timestamp", "2026-11-01T12:00:00Z"),
                        Map.entry("_eid", "evt_1"),
                        Map.entry("_epi", "ann"),
                        Map.entry("version", "12"),
                        Map.entry("device", "laptop"),
                        Map.entry("levels", "1"),
                        Map.entry("levels", "2"),
                        Map.entry("place.name", "home&garden")),
                form(rendered.body()));
    }

    @Test
    void shouldNotHideThatAnEventIsNoJson() {
        assertThrows(RuntimeException.class, () -> WebhookFormat.STANDARD.render(new byte[] {'x'}, JSON));
    }

    private static List<Map.Entry<String, String>> form(byte[] body) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        Arrays.stream(new String(body, StandardCharsets.US_ASCII).split("&")).forEach(pair -> {
            String[] both = pair.split("=", 2);
            all.add(Map.entry(decode(both[0]), decode(both[1])));
        });
        return all;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] event(String subject, String data) {
        CloudEvent event =
                CloudEvent.of("evt_1", "notification.acted", subject, Instant.parse("2026-11-01T12:00:00Z"), 12, data);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
