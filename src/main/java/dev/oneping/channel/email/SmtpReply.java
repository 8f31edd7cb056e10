package dev.oneping.channel.email;

import dev.oneping.channel.SendResult;
import io.vertx.ext.mail.SMTPException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Interprets the replies with which a mail server rejects a message.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3">the replies</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3463">the codes within their text</a>
 */
final class SmtpReply {

    /** The mail client's text for a rejection at the recipient command. */
    private static final String AT_RECIPIENT = "recipient address not accepted";

    /** Unknown or moved mailbox, invalid name; and a domain that takes no mail (RFC 7504). */
    private static final Set<Integer> NO_MAILBOX = Set.of(550, 551, 553, 556);

    private static final int NO_ROOM = 552;

    /** The mailbox exists, but is full. */
    private static final Pattern FULL = Pattern.compile("\\b5\\.2\\.2\\b");

    /** An enhanced status code (RFC 3463); not an IP address. */
    private static final Pattern ENHANCED = Pattern.compile("(?<![\\d.])5\\.(\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");

    /**
     * The enhanced codes that speak of the mailbox: unknown, moved, invalid, disabled, on a domain that takes no mail. All
     * others speak of the sender, the server, the protocol or a policy, whatever the three digits before them say.
     */
    private static final Set<String> ABOUT_MAILBOX =
            Set.of("0.0", "1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.0", "2.1");

    private SmtpReply() {}

    /**
     * Maps a failure to a result: a 5xx reply to a recipient is about the mailbox, to anything else about our
     * configuration; everything else is temporary.
     */
    static SendResult of(Throwable failure) {
        SMTPException refusal = refusal(failure);
        if (refusal == null) {
            return new SendResult.Later("unreachable", null);
        }
        int code = refusal.getReplyCode();
        String reason = "smtp_" + code;
        if (!refusal.isPermanent()) {
            return new SendResult.Later(reason, null);
        }
        String text = String.valueOf(refusal.getMessage());
        if (!text.startsWith(AT_RECIPIENT)) {
            return new SendResult.Rejected(reason);
        }
        if (code == NO_ROOM || FULL.matcher(text).find()) {
            return new SendResult.Later(reason, null);
        }
        return NO_MAILBOX.contains(code) && isAboutMailbox(text)
                ? new SendResult.Gone(null)
                : new SendResult.Rejected(reason);
    }

    private static boolean isAboutMailbox(String text) {
        Matcher code = ENHANCED.matcher(text);
        return !code.find() || ABOUT_MAILBOX.contains(code.group(1));
    }

    private static @Nullable SMTPException refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException refusal) {
                return refusal;
            }
        }
        return null;
    }
}
