package dev.oneping.channel.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.oneping.channel.Messages;
import dev.oneping.channel.SendResult;
import io.quarkus.mailer.Mail;
import java.net.ConnectException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

    private static Mail mail(String title, @Nullable String body) {
        return EmailSender.mail("ping@example.org", "ann@example.org", Messages.show(title, body, 0));
    }
}
