package dev.oneping.presence.user;

/** The e-mail channel, as far as users' addresses are concerned. */
public interface MailChannel {

    /** Returns whether this server can send e-mail at all. */
    boolean isConfigured();
}
