package dev.oneping.channel.email;

import dev.oneping.channel.Carried;
import dev.oneping.channel.ContactCarrier;
import dev.oneping.channel.Message;
import dev.oneping.model.Content;
import dev.oneping.model.TenantId;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Sends e-mail: the title is the subject, the body the text, and the same as HTML. There is no link by which to answer, for
 * mail scanners open every link.
 */
@Singleton
class EmailCarrier implements ContactCarrier {

    private static final String EMAIL = "email";

    private final Mailer mailer;
    private final Optional<String> from;

    EmailCarrier(Mailer mailer, EmailConfig config) {
        this.mailer = mailer;
        this.from = config.from();
    }

    @Override
    public String name() {
        return EMAIL;
    }

    @Override
    public boolean carries(String channel) {
        return channel.equals(EMAIL);
    }

    @Override
    public String provider(TenantId tenant, String channel) {
        return EMAIL;
    }

    @Override
    public Carried carry(String channel, String address, Message.Show message) {
        if (from.isEmpty()) {
            return new Carried.Rejected("not_configured");
        }
        try {
            mailer.send(mail(from.get(), address, message));
            return new Carried.Accepted();
        } catch (RuntimeException e) {
            return SmtpAnswer.of(e);
        }
    }

    /** The id is the same each time it is sent, so that mail programs show it once. */
    static Mail mail(String from, String address, Message.Show message) {
        Content content = message.content().content();
        String text = content.body() == null ? content.title() : content.body();
        return new Mail()
                .setFrom(from)
                .addTo(address)
                .setSubject(line(content.title()))
                .setText(text)
                .setHtml("<p>" + html(text).replace("\n", "<br>\n") + "</p>")
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("Message-ID", "<" + message.id().replace(':', '.') + "@oneping>");
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
