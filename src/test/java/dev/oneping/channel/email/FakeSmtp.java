package dev.oneping.channel.email;

import dev.oneping.testing.House;
import io.quarkus.mailer.Mailer;
import io.quarkus.mailer.SentMail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.mailer.runtime.BlockingMailerImpl;
import io.quarkus.mailer.runtime.MockMailboxImpl;
import io.quarkus.mailer.runtime.MutinyMailerImpl;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailConfig;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.util.TypeLiteral;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A mail server (RFC 5321) that records mail, and rejects at the command that a test names. It accepts any login. */
public final class FakeSmtp implements AutoCloseable {

    private static final Map<String, String> WILLING = Map.of(
            "EHLO", "250-fake\r\n250-AUTH PLAIN\r\n250 ENHANCEDSTATUSCODES",
            "AUTH", "235 2.7.0 welcome",
            "DATA", "354 go on",
            ".", "250 2.0.0 taken",
            "QUIT", "221 2.0.0 bye");

    public final List<String> mails = new CopyOnWriteArrayList<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final Vertx vertx = Vertx.vertx();
    private final ServerSocket server;

    public FakeSmtp() {
        try {
            server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    /** Sets the reply to a command: {@code AUTH}, {@code MAIL}, {@code RCPT}, {@code DATA}, or the dot at the end. */
    public void answers(String command, String reply) {
        refusals.put(command, reply);
    }

    /** Returns the product's mailer, connected to this server. */
    public Mailer mailer() {
        MailConfig config = new MailConfig()
                .setHostname("localhost")
                .setPort(server.getLocalPort())
                .setUsername("ann")
                .setPassword("secret");
        Event<?> nobodyListens = (Event<?>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (event, method, arguments) -> null);
        return new House(Map.of())
                .with(io.vertx.mutiny.core.Vertx.class, new io.vertx.mutiny.core.Vertx(vertx))
                .with(MailClient.class, MailClient.create(new io.vertx.mutiny.core.Vertx(vertx), config))
                .with(MockMailboxImpl.class, new MockMailboxImpl())
                .with(String.class, "")
                .with(boolean.class, false)
                .with(new TypeLiteral<List<Pattern>>() {}.getType(), List.of())
                .with(new TypeLiteral<Event<SentMail>>() {}.getType(), nobodyListens)
                .with(Duration.class, Duration.ofSeconds(30))
                .by(ReactiveMailer.class, MutinyMailerImpl.class)
                .get(BlockingMailerImpl.class);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            say(socket, "220 fake ESMTP");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                String reply = reply(command);
                say(socket, reply);
                if (command.equals("QUIT") || reply.startsWith("421")) {
                    return;
                }
                if (reply.startsWith("354")) {
                    String mail = read(in);
                    String verdict = reply(".");
                    if (verdict.startsWith("2")) {
                        mails.add(mail);
                    }
                    say(socket, verdict);
                }
            }
        } catch (IOException gone) {
            // The client has closed the connection and expects no reply.
        }
    }

    private String reply(String command) {
        return refusals.getOrDefault(command, WILLING.getOrDefault(command, "250 2.0.0 ok"));
    }

    private static String read(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
        return mail.toString();
    }

    private static void say(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
