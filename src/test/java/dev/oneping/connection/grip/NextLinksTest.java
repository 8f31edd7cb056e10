package dev.oneping.connection.grip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.grip.NextLinks.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NextLinksTest {

    private static final Instant NOW = Instant.parse("2026-11-23T20:15:00Z");
    private static final Pattern LINK = Pattern.compile("until=(\\d+)&signature=([A-Za-z0-9_-]{43})");

    private final NextLinks links = new NextLinks(Duration.ofMinutes(10));

    @Test
    void shouldAcceptItsOwnLinkUntilItExpires() {
        Matcher link = link("ses_1/0");

        assertEquals(Verdict.GOOD, verdict(links, "ses_1/0", link, NOW.plusSeconds(599)));
        assertEquals(Verdict.EXPIRED, verdict(links, "ses_1/0", link, NOW.plusSeconds(600)));
    }

    @Test
    void shouldRejectALinkForAnotherSubjectOrFromAnotherIssuer() {
        Matcher link = link("ses_1/0");

        assertEquals(Verdict.FOREIGN, verdict(links, "ses_1/1", link, NOW));
        assertEquals(Verdict.FOREIGN, verdict(new NextLinks(Duration.ofMinutes(10)), "ses_1/0", link, NOW));
        assertEquals(Verdict.FOREIGN, links.verify("ses_1/0", "1", link.group(2), NOW));
        assertEquals(Verdict.FOREIGN, links.verify("ses_1/0", "x", link.group(2), NOW));
        assertEquals(Verdict.FOREIGN, links.verify("ses_1/0", null, null, NOW));
    }

    @Test
    void shouldReadTheLastIdsAndIgnoreMalformedOnes() {
        assertEquals(
                Map.of("a", "12-3", "b", "0"),
                GripLast.of(java.util.List.of("a; last-id=12-3, nonsense, b;last-id=\"0\"", ";")));
        assertEquals(12, HeldChannel.frameOf("12-3"));
        assertEquals(7, HeldChannel.frameOf("7"));
        assertEquals(0, HeldChannel.frameOf("-3"));
        assertEquals(0, HeldChannel.frameOf(null));
    }

    private Matcher link(String subject) {
        Matcher link = LINK.matcher(links.sign(subject, NOW));
        assertTrue(link.matches(), "a link has an end and a signature");
        return link;
    }

    private static Verdict verdict(NextLinks by, String subject, Matcher link, Instant now) {
        return by.verify(subject, link.group(1), link.group(2), now);
    }
}
