package dev.oneping.channel.email;

import dev.oneping.channel.ChannelMessage;
import dev.oneping.channel.ContactSender;
import dev.oneping.channel.SendResult;
import dev.oneping.model.Content;
import dev.oneping.model.TenantId;
import dev.oneping.presence.user.MailChannel;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Sends e-mail: the title is the subject, the body the text, plain and as HTML. It contains no link for answering,
 * because mail scanners open every link.
 */
@Singleton
class EmailSender implements ContactSender, MailChannel {

    private static final String EMAIL = "email";

    private final Mailer mailer;
    private final Optional<String> from;

    EmailSender(Mailer mailer, EmailConfig config) {
        this.mailer = mailer;
        this.from = config.from();
    }

    @Override
    public boolean isConfigured() {
        return from.isPresent();
    }

    @Override
    public String name() {
        return EMAIL;
    }

    @Override
    public boolean serves(String channel) {
        return channel.equals(EMAIL);
    }

    @Override
    public String provider(TenantId tenant, String channel) {
        return EMAIL;
    }

    @Override
    public SendResult send(String channel, String address, ChannelMessage.Show message) {
        if (from.isEmpty()) {
            return new SendResult.Rejected("not_configured");
        }
        try {
            mailer.send(mail(from.get(), address, message));
            return new SendResult.Accepted();
        } catch (RuntimeException e) {
            return SmtpReply.of(e);
        }
    }

    /** Creates the mail. Its id is the same each time it is sent, so that mail programs show it once. */
    static Mail mail(String from, String address, ChannelMessage.Show message) {
        Content content = message.content().content();
        String text = content.body() == null ? content.title() : content.body();
        return new Mail()
                .setFrom(from)
                .addTo(address)
                .setSubject(HeaderWords.encode(line(content.title())))
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
