package dev.oneping.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates that nobody vouches for, made by the JDK's own tool. */
public final class SelfSigned {

    private static final String PASSWORD = "password";

    private SelfSigned() {}

    public static PfxOptions certificate(String name) {
        try {
            Path folder = Files.createTempDirectory("oneping-certificate");
            Path store = folder.resolve("store.p12");
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "receiver",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + name,
                            "-ext",
                            "SAN=dns:" + name,
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            store.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            PfxOptions options =
                    new PfxOptions().setPassword(PASSWORD).setValue(Buffer.buffer(Files.readAllBytes(store)));
            Files.delete(store);
            Files.delete(folder);
            return options;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
