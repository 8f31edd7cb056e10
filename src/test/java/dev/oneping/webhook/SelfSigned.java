package dev.oneping.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority that nobody knows but those that a test tells of it, with the certificates that it issues. */
public final class SelfSigned {

    private static final String PASSWORD = "password";
    private static final String AUTHORITY = "authority";
    private static final List<String> COMMON =
            List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");

    private final byte[] store;

    private SelfSigned(byte[] store) {
        this.store = store;
    }

    /** A new authority. */
    public static SelfSigned authority() {
        return new SelfSigned(keytool(
                new byte[0],
                "-genkeypair",
                "-alias",
                AUTHORITY,
                "-keyalg",
                "EC",
                "-dname",
                "CN=authority",
                "-ext",
                "bc:c"));
    }

    /** A certificate for that name that nobody vouches for. */
    public static PfxOptions certificate(String name) {
        return authority().issue(name, "-1H");
    }

    /** A certificate for that name, good from then on for a day. */
    public PfxOptions issue(String name, String start) {
        return issue("CN=" + name, "SAN=dns:" + name, start);
    }

    /** A certificate for that IP address, good from then on for a day. */
    public PfxOptions issueForAddress(String address, String start) {
        return issue("CN=address", "SAN=ip:" + address, start);
    }

    private PfxOptions issue(String subject, String alternative, String start) {
        byte[] both = keytool(
                store,
                "-genkeypair",
                "-alias",
                "receiver",
                "-keyalg",
                "EC",
                "-dname",
                subject,
                "-ext",
                alternative,
                "-signer",
                AUTHORITY,
                "-startdate",
                start,
                "-validity",
                "1");
        return new PfxOptions().setAlias("receiver").setPassword(PASSWORD).setValue(Buffer.buffer(both));
    }

    /** Trust in whatever it issues. */
    public PfxOptions trust() {
        return new PfxOptions().setPassword(PASSWORD).setValue(Buffer.buffer(store));
    }

    /** What has become of a store, for the tool of the JDK works on files. */
    private static byte[] keytool(byte[] before, String... words) {
        try {
            Path folder = Files.createTempDirectory("oneping-certificate");
            Path store = folder.resolve("store.p12");
            if (before.length > 0) {
                Files.write(store, before);
            }
            List<String> command = new ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(words));
            command.addAll(COMMON);
            command.addAll(List.of("-keystore", store.toString()));
            Process tool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (tool.waitFor() != 0) {
                throw new IllegalStateException("keytool " + words[0] + " ended with " + tool.exitValue());
            }
            byte[] after = Files.readAllBytes(store);
            Files.delete(store);
            Files.delete(folder);
            return after;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
