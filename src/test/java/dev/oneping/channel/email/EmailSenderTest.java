package dev.oneping.channel.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.channel.Messages;
import dev.oneping.channel.SendResult;
import io.quarkus.mailer.Mail;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailSenderTest {

    @Test
    void shouldWriteTheTitleAndTheBodyAsTextAndAsHtml() {
        Mail mail = mail("Order 8731", "Paid by <b>Ann</b> & \"Co\".\nThank you.");

        assertEquals("Order 8731", mail.getSubject());
        assertEquals(List.of("ann@example.org"), mail.getTo());
        assertEquals("Paid by <b>Ann</b> & \"Co\".\nThank you.", mail.getText());
        assertEquals("<p>Paid by &lt;b&gt;Ann&lt;/b&gt; &amp; &quot;Co&quot;.<br>\nThank you.</p>", mail.getHtml());
        assertEquals(
                List.of("<" + Messages.ID + ".1.phone@oneping>"),
                mail.getHeaders().get("Message-ID"));
    }

    /** The mail client's own encoder makes two question marks of an emoji. */
    @ParameterizedTest
    @ValueSource(strings = {"Server \uD83D\uDE00 down", "Grüße an 東京", "=?UTF-8?B?SGk=?=", "plain", "x\uD83D\uDE00"})
    void shouldKeepEveryCharacterOfTheSubject(String title) {
        for (String subject : List.of(title, title.repeat(20))) {
            String encoded = HeaderWords.encode(subject);

            assertEquals(subject, MimeWords.decode(encoded));
            assertTrue(encoded.chars().allMatch(c -> c >= ' ' && c <= '~'), encoded);
        }
    }

    @Test
    void shouldLetNoTitleBecomeAHeader() {
        Mail mail = mail("Order\r\nBcc: everybody@example.org", null);

        assertEquals("Order Bcc: everybody@example.org", mail.getSubject());
        assertFalse(mail.getHeaders().containsKey("Bcc"));
    }

    @Test
    void shouldSendLaterWhatNoServerTook() {
        assertEquals(new SendResult.Later("unreachable", null), SmtpReply.of(new ConnectException("refused")));
    }

    /** Decodes encoded words as a mail program does: each by itself, so that a split character is lost. */
    private static final class MimeWords {

        static String decode(String header) {
            if (!header.startsWith("=?")) {
                return header;
            }
            StringBuilder text = new StringBuilder();
            for (String word : header.split(" ", -1)) {
                assertTrue(word.length() <= 75 && word.startsWith("=?UTF-8?B?") && word.endsWith("?="), word);
                byte[] bytes = Base64.getDecoder().decode(word.substring(10, word.length() - 2));
                text.append(new String(bytes, StandardCharsets.UTF_8));
            }
            return text.toString();
        }
    }

    private static Mail mail(String title, @Nullable String body) {
        return EmailSender.mail("ping@example.org", "ann@example.org", Messages.show(title, body, 0));
    }
}
