package dev.oneping.webhook.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.events.CloudEvent;
import dev.oneping.outbound.sign.SignatureScheme;
import dev.oneping.testing.Npm;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.Receiver;
import dev.oneping.webhook.format.WebhookFormat;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionSpecs;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Deliveries as they came over the wire, verified and read by what integrators use in Node. */
@Tag("slow")
class OtherPeoplesReadersTest {

    /** Prints "verified", and what a body that was changed on its way comes to. */
    private static final String VERIFY = """
            const { Webhook } = require('%s');
            const call = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            const verifier = new Webhook(call.secret);
            verifier.verify(call.body, call.headers);
            let forged = 'taken';
            try { verifier.verify(call.body + ' ', call.headers); } catch (e) { forged = 'refused'; }
            console.log(JSON.stringify({ verified: true, forged }));
            """;

    /** Ed25519, which the libraries for Node do not verify yet, by Node itself. */
    private static final String VERIFY_OPEN = """
            const crypto = require('crypto');
            const call = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            const raw = Buffer.from(call.secret.slice('whpk_'.length), 'base64');
            const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
            const key = crypto.createPublicKey({ key: der, format: 'der', type: 'spki' });
            const h = call.headers;
            const [version, signature] = h['webhook-signature'].split(',');
            const verify = body => version === 'v1a' && crypto.verify(null,
                Buffer.from(`${h['webhook-id']}.${h['webhook-timestamp']}.${body}`), key, Buffer.from(signature, 'base64'));
            console.log(JSON.stringify({ verified: verify(call.body), forged: verify(call.body + ' ') ? 'taken' : 'refused' }));
            """;

    private static final String READ = """
            const { HTTP } = require('cloudevents');
            const call = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            const event = HTTP.toEvent({ headers: call.headers, body: call.body });
            console.log(JSON.stringify(event.toJSON()));
            """;

    /** A form is no JSON, which is what the libraries return of a body they verify; so they sign it anew, to be compared. */
    private static final String READ_FORM = """
            const { Webhook } = require('standardwebhooks');
            const call = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            const h = call.headers;
            const signed = new Webhook(call.secret).sign(
                h['webhook-id'], new Date(Number(h['webhook-timestamp']) * 1000), call.body);
            const params = new URLSearchParams(call.body);
            const query = require('querystring').parse(call.body);
            const names = [...new Set(params.keys())];
            const both = names.every(name => {
                const one = params.getAll(name);
                return JSON.stringify(one.length === 1 ? one[0] : one) === JSON.stringify(query[name]);
            }) && names.length === Object.keys(query).length;
            console.log(JSON.stringify({ signed: signed === h['webhook-signature'], both, form: query }));
            """;

    private final WebhookRig rig = new WebhookRig("dangerous-allow-private-networks", "true", "timeout", "1h");

    @AfterEach
    void close() {
        rig.close();
    }

    /** In every form that is JSON, for when they have verified a body they read it as such. */
    @ParameterizedTest
    @CsvSource({
        "standardwebhooks, STRUCTURED",
        "standardwebhooks, BINARY",
        "standardwebhooks, STANDARD",
        "svix, STRUCTURED",
        "svix, BINARY",
        "svix, STANDARD"
    })
    void shouldBeVerifiedByTheLibrariesOfOthers(String library, WebhookFormat format) {
        rig.clock.forward(Duration.between(rig.now(), Instant.now()));

        JsonNode verified = Npm.node(
                VERIFY.formatted(library), delivered(format, SignatureScheme.V1).toString());

        assertEquals("{\"verified\":true,\"forged\":\"refused\"}", verified.toString());
    }

    @Test
    void shouldBeVerifiedWithAPublicKey() {
        JsonNode verified = Npm.node(
                VERIFY_OPEN,
                delivered(WebhookFormat.STRUCTURED, SignatureScheme.V1A).toString());

        assertEquals("{\"verified\":true,\"forged\":\"refused\"}", verified.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"STRUCTURED", "BINARY"})
    void shouldBeReadByTheSdkOfCloudEvents(WebhookFormat format) {
        JsonNode event = Npm.node(READ, delivered(format, SignatureScheme.V1).toString());

        assertEquals("1.0", event.path("specversion").asText());
        assertEquals("evt_1", event.path("id").asText());
        assertEquals("/v1", event.path("source").asText());
        assertEquals("notification.acted", event.path("type").asText());
        assertEquals("ann", event.path("subject").asText());
        assertEquals("7", event.path("version").asText());
        assertEquals("0000000000000007", event.path("sequence").asText());
        assertEquals("{\"a\":1}", event.path("data").toString());
    }

    @Test
    void shouldBeReadAsAForm() {
        JsonNode read = Npm.node(
                READ_FORM,
                delivered(
                                WebhookFormat.EVENTED_FORM,
                                SignatureScheme.V1,
                                "{\"device\":\"laptop\",\"note\":\"50 % off & more=fun + ünïcödé 😀\",\"tags\":[\"a b\",\"c\"],"
                                        + "\"place\":{\"name\":\"home&garden\"},\"none\":null}")
                        .toString());

        assertTrue(read.path("signed").asBoolean(), read::toString);
        assertTrue(read.path("both").asBoolean(), read::toString);
        JsonNode form = read.path("form");
        assertEquals("notification", form.path("_domain").asText());
        assertEquals("acted", form.path("_type").asText());
        assertEquals("evt_1", form.path("_eid").asText());
        assertEquals("ann", form.path("_epi").asText());
        assertEquals("7", form.path("version").asText());
        assertEquals(rig.now().toString(), form.path("_timestamp").asText());
        assertEquals("50 % off & more=fun + ünïcödé 😀", form.path("note").asText());
        assertEquals("[\"a b\",\"c\"]", form.path("tags").toString());
        assertEquals("home&garden", form.path("place.name").asText());
        assertEquals(10, form.size());
    }

    private ObjectNode delivered(WebhookFormat format, SignatureScheme signing) {
        return delivered(format, signing, "{\"a\":1}");
    }

    /** One delivery with the key that its receiver has. */
    private ObjectNode delivered(WebhookFormat format, SignatureScheme signing, String data) {
        try (Receiver receiver = Receiver.answering(204)) {
            Subscription subscription = rig.subscribe(
                    receiver.url(),
                    spec -> SubscriptionSpecs.with(SubscriptionSpecs.as(spec, format), "signing", signing));
            CloudEvent event = CloudEvent.of("evt_1", "notification.acted", "ann", rig.now(), 7, data);
            rig.deliveries
                    .enqueue(subscription, SerializedEvent.of(event, RedisRig.json()), rig.now())
                    .await()
                    .indefinitely();
            rig.lane(subscription).wake();
            await().atMost(Duration.ofMinutes(1)).until(() -> receiver.calls.size() == 1);
            Receiver.Call call = receiver.calls.getFirst();
            ObjectNode told = RedisRig.json().createObjectNode();
            told.put("secret", subscription.newestKey().forReceiver());
            told.put("body", call.body());
            ObjectNode headers = told.putObject("headers");
            call.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            return told;
        }
    }
}
