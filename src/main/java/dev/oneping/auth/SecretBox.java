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
 * Encrypts secrets that are stored in Redis: AES-256-GCM with a new nonce each time, bound to the record by additional
 * data, so that an attacker who can write to Redis cannot move one tenant's secret to another's record.
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

    /** Creates the box. Fails the start if the configured keys are missing or malformed. */
    @Inject
    SecretBox(SecretsConfig config, @ConfigProperty(name = "oneping.data", defaultValue = "data") Path data) {
        this(
                choose(config.key(), ConfigUtils.isProfileActive("prod"), data.resolve(FILE)),
                config.oldKeys().orElse(List.of()));
    }

    /** Creates a box with a key and the previous ones, each 32 bytes as base64. */
    public SecretBox(String key, List<String> old) {
        keys.add(read(key));
        old.forEach(one -> keys.add(read(one)));
    }

    /**
     * Encrypts a text.
     *
     * @param place identifies the record; the text can be decrypted only for the same one
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
     * Decrypts a text that {@link #seal} encrypted for the same place.
     *
     * @throws IllegalStateException if no key decrypts it: it was encrypted with another key, or was tampered with
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
        throw new IllegalStateException("a secret of " + place + " cannot be decrypted: it was encrypted with another"
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
            throw new ConfigurationException("In production the key that encrypts stored secrets is required, the same"
                    + " on every node: set ONEPING_SECRETS_KEY to the output of 'openssl rand -base64 32'.");
        }
        return configured.orElseGet(() -> kept(file));
    }

    /** Returns the key of a development machine, which is generated once and stored with the data. */
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
            throw new UncheckedIOException("the key that encrypts secrets cannot be stored in " + file, e);
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

    /** Omits the keys. */
    @Override
    public String toString() {
        return "SecretBox[REDACTED]";
    }
}
