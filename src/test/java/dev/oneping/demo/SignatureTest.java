package dev.oneping.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The published test vector of Standard Webhooks. */
class SignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant SIGNED = Instant.ofEpochSecond(1_614_265_330L);
    private static final String GOOD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String BAD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

    @Test
    void shouldCoverWhatWasSigned() {
        assertTrue(signature(GOOD).covers(BODY, SECRET, SIGNED));
    }

    @Test
    void shouldCoverWhenOnlyTheLastOfSeveralSignaturesMatches() {
        assertTrue(signature("v2,unknown " + BAD + " " + GOOD).covers(BODY, SECRET, SIGNED));
    }

    @Test
    void shouldNotCoverWhenSignatureOrBodyOrSecretIsAnother() {
        assertFalse(signature(BAD).covers(BODY, SECRET, SIGNED));
        assertFalse(signature(GOOD).covers("{\"test\": 0}".getBytes(UTF_8), SECRET, SIGNED));
        assertFalse(signature(GOOD).covers(BODY, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", SIGNED));
    }

    @Test
    void shouldNotCoverWhatWasSignedMoreThanFiveMinutesAgo() {
        assertTrue(signature(GOOD).covers(BODY, SECRET, SIGNED.plusSeconds(300)));
        assertFalse(signature(GOOD).covers(BODY, SECRET, SIGNED.plusSeconds(301)));
    }

    @Test
    void shouldNotCoverWhenHeadersAreAbsent() {
        assertFalse(new Signature("", "", "").covers(BODY, SECRET, SIGNED));
    }

    private static Signature signature(String versions) {
        return new Signature(ID, Long.toString(SIGNED.getEpochSecond()), versions);
    }
}
