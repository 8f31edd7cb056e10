package dev.oneping.auth;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Encrypts what must be kept secret in Redis: AES-256-GCM, a new nonce each time, bound to the place that it is kept at, so
 * that nobody who can write to Redis can move one tenant's secret to another's record.
 */
@Singleton
@Startup
public class SecretBox {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String FILE = "secrets-key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String FORM = "g1:";

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> keys = new ArrayList<>();

    /** A configuration that will not do ends the start with one sentence. */
    @Inject
    SecretBox(SecretsConfig config, @ConfigProperty(name = "oneping.data", defaultValue = "data") Path data) {
        this(
                choose(config.key(), ConfigUtils.isProfileActive("prod"), data.resolve(FILE)),
                config.oldKeys().orElse(List.of()));
    }

    /** A box with that key and those of before, each 32 bytes as base64. */
    public SecretBox(String key, List<String> old) {
        keys.add(read(key));
        old.forEach(one -> keys.add(read(one)));
    }

    /**
     * Encrypts a text.
     *
     * @param place where it is kept; only there can it be opened
     */
    public String seal(String secret, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), nonce, place)
                    .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return FORM + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /**
     * Decrypts what {@link #seal} made for the same place.
     *
     * @throws IllegalStateException if no key opens it: the key is not the one it was made with, or it was changed
     */
    public String open(String sealed, String place) {
        byte[] all = Base64.getDecoder().decode(sealed.substring(FORM.length()));
        byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
        for (SecretKeySpec key : keys) {
            try {
                byte[] plain = cipher(Cipher.DECRYPT_MODE, key, nonce, place)
                        .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
                return new String(plain, StandardCharsets.UTF_8);
            } catch (GeneralSecurityException e) {
                continue;
            }
        }
        throw new IllegalStateException("a secret of " + place + " cannot be opened: it was sealed with another"
                + " oneping.secrets.key; set that one, or add it to oneping.secrets.old-keys");
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    static String choose(Optional<String> configured, boolean production, Path file) {
        if (configured.isEmpty() && production) {
            throw new ConfigurationException(
                    "In production the key that encrypts stored secrets must be given, the same"
                            + " to every node: set ONEPING_SECRETS_KEY to the output of 'openssl rand -base64 32'.");
        }
        return configured.orElseGet(() -> kept(file));
    }

    /** The key of a developer's machine, made once and kept with the data. */
    private static String kept(Path file) {
        try {
            if (Files.isRegularFile(file)) {
                return Files.readString(file).strip();
            }
            byte[] key = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(key);
            String text = Base64.getEncoder().encodeToString(key);
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(Path.of(".")));
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text + "\n");
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("the key that encrypts secrets cannot be kept in " + file, e);
        }
    }

    private static SecretKeySpec read(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            key = new byte[0];
        }
        if (key.length != KEY_BYTES) {
            throw new ConfigurationException(
                    "oneping.secrets.key must be 32 bytes as base64, for example from 'openssl rand -base64 32'.");
        }
        return new SecretKeySpec(key, "AES");
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "SecretBox[REDACTED]";
    }
}
