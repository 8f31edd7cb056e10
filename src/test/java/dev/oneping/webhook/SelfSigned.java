package dev.oneping.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates made by the JDK's own tool: some that nobody vouches for, some of an authority that a test can trust. */
public final class SelfSigned {

    private static final String PASSWORD = "password";

    private SelfSigned() {}

    /** One for that name that nobody vouches for. */
    public static PfxOptions certificate(String name) {
        return issued(name, "-1H").certificate();
    }

    /** One for that name, good from then on for a day, by an authority of its own. */
    public static Issued issued(String name, String start) {
        try {
            Path folder = Files.createTempDirectory("oneping-certificate");
            Path store = folder.resolve("store.p12");
            Path authority = folder.resolve("authority.pem");
            keytool(
                    store,
                    "-genkeypair",
                    "-alias",
                    "authority",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=authority",
                    "-ext",
                    "bc:c");
            keytool(
                    store,
                    "-genkeypair",
                    "-alias",
                    "receiver",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "SAN=dns:" + name,
                    "-signer",
                    "authority",
                    "-startdate",
                    start,
                    "-validity",
                    "1");
            keytool(store, "-exportcert", "-alias", "authority", "-rfc", "-file", authority.toString());
            Issued issued = new Issued(
                    new PfxOptions()
                            .setAlias("receiver")
                            .setPassword(PASSWORD)
                            .setValue(Buffer.buffer(Files.readAllBytes(store))),
                    new PemTrustOptions().addCertValue(Buffer.buffer(Files.readAllBytes(authority))));
            Files.delete(store);
            Files.delete(authority);
            Files.delete(folder);
            return issued;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path store, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("keytool " + words[0] + " ended with " + code);
        }
    }

    /** A certificate with its key, and who vouches for it. */
    public record Issued(PfxOptions certificate, PemTrustOptions authority) {}
}
