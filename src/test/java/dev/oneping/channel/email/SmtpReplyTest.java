package dev.oneping.channel.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.channel.ChannelRig;
import dev.oneping.channel.Messages;
import dev.oneping.channel.SendResult;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.port.ProviderResult;
import dev.oneping.presence.device.AddressStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The result of each reply of a mail server, in complete conversations with one. */
class SmtpReplyTest {

    private final FakeSmtp server = new FakeSmtp();
    private final EmailSender email = new EmailSender(server.mailer(), () -> Optional.of("ping@example.org"));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldSendAMail() {
        assertEquals(new SendResult.Accepted(), send());

        assertEquals(1, server.mails.size());
        assertTrue(server.mails.getFirst().contains("Subject: Order"), server.mails::getFirst);
        assertTrue(server.mails.getFirst().contains("To: ann@example.org"), server.mails::getFirst);
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 no such user",
        "RCPT, 550 no such user here",
        "RCPT, 550 5.2.1 mailbox disabled",
        "RCPT, 551 5.1.6 has moved",
        "RCPT, 553 5.1.3 bad mailbox name",
        "RCPT, 556 5.1.10 the domain takes no mail",
    })
    void shouldRemoveAnUnknownMailbox(String command, String reply) {
        server.answers(command, reply);

        assertEquals(new SendResult.Gone(null), send());
        assertTrue(server.mails.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 try again",
        "RCPT, 450 4.2.0 greylisted",
        "RCPT, 421 4.3.2 going down",
        "RCPT, 552 5.2.2 mailbox full",
        "RCPT, 550 5.2.2 over quota",
        "DATA, 451 4.3.0 try again",
        "., 452 4.3.1 no room",
        "AUTH, 454 4.7.0 ask me later",
    })
    void shouldSendLaterWhatIsRefusedForNow(String command, String reply) {
        server.answers(command, reply);

        assertEquals(new SendResult.Later("smtp_" + reply.substring(0, 3), null), send());
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH, 535 5.7.8 wrong password",
        "AUTH, 534 5.7.9 too weak",
        "MAIL, 550 5.7.1 you may not send as that",
        "MAIL, 530 5.7.0 log in first",
        "RCPT, 550 5.7.1 relaying denied",
        "RCPT, 553 5.1.8 the sender has no such domain",
        "RCPT, 554 5.7.1 you are on a list",
        "RCPT, 503 5.5.1 wrong order",
        "RCPT, 553 5.6.7 the address needs SMTPUTF8",
        "RCPT, 550 5.5.2 not like that",
        "RCPT, 550 5.3.0 the system is not configured",
        "RCPT, 550 5.4.6 routing loop",
        "DATA, 554 5.6.0 not like that",
        "., 550 5.7.1 looks like spam",
    })
    void shouldAlarmAndKeepTheMailboxWhenOurSenderIsRejected(String command, String reply) {
        server.answers(command, reply);

        assertEquals(new SendResult.Rejected("smtp_" + reply.substring(0, 3)), send());
    }

    @Test
    void shouldRemoveAnUnknownMailboxAndReportIt() {
        try (ChannelRig ann = new ChannelRig(List.of(), List.of(email), Map.of())) {
            ann.reach("email", "ann@example.org");
            server.answers("RCPT", "550 5.1.1 no such user");

            assertEquals(new ProviderResult.Dead(AddressStore.GONE), ann.send(new Target.Contact("email")));

            assertFalse(ann.isReachedBy("email"));
            assertEquals(List.of("channel.address_lost"), ann.events());
        }
    }

    @Test
    void shouldKeepTheMailboxAndAlarmWhenOurLoginIsRejected() {
        try (ChannelRig ann = new ChannelRig(List.of(), List.of(email), Map.of())) {
            ann.reach("email", "ann@example.org");
            server.answers("AUTH", "535 5.7.8 wrong password");

            assertEquals(new ProviderResult.Rejected("smtp_535"), ann.send(new Target.Contact("email")));

            assertTrue(ann.isReachedBy("email"));
            assertEquals(List.of("channel.rejected"), ann.events());
        }
    }

    private SendResult send() {
        return email.send("email", "ann@example.org", Messages.show("Order", "It has been paid.", 0));
    }
}
