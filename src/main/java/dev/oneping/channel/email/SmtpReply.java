package dev.oneping.channel.email;

import dev.oneping.channel.SendResult;
import io.vertx.ext.mail.SMTPException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads why a mail server refuses a message.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3">the replies</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3463">the codes within their text</a>
 */
final class SmtpReply {

    /** So the client tells at which command it was refused. */
    private static final String AT_RECIPIENT = "recipient address not accepted";

    /** Unknown, moved, no name of a mailbox; and a domain that takes no mail (RFC 7504). */
    private static final Set<Integer> NO_MAILBOX = Set.of(550, 551, 553, 556);

    private static final int NO_ROOM = 552;

    /** The mailbox is there, and has no room. */
    private static final Pattern FULL = Pattern.compile("\\b5\\.2\\.2\\b");

    /** It is about who sends: a policy, or the sender's address. */
    private static final Pattern ABOUT_US = Pattern.compile("\\b5\\.(7\\.\\d{1,3}|1\\.[78])\\b");

    private SmtpReply() {}

    /** A reply of 5xx to a recipient speaks of the mailbox, and of us to anything else; all else is for now. */
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
        return NO_MAILBOX.contains(code) && !ABOUT_US.matcher(text).find()
                ? new SendResult.Gone(null)
                : new SendResult.Rejected(reason);
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
