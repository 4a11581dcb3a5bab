package dev.nightjar.server.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's one key, from which a key for each purpose is derived (HKDF-SHA-256). It lives in
 * the file {@code key} of the data directory, mode 600: without that file the secrets cannot be
 * read and external ids change.
 */
public final class ServerKey {
  private static final int BYTES = 32;

  private final SecretKey key;

  private ServerKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, "Generic");
  }

  /**
   * Reads the file, or makes it.
   *
   * @throws IOException when it cannot be read or written, or is not a key
   */
  public static ServerKey open(Path file) throws IOException {
    if (Files.notExists(file)) {
      byte[] fresh = new byte[BYTES];
      new SecureRandom().nextBytes(fresh);
      PrivateFile.write(file, HexFormat.of().formatHex(fresh) + "\n");
    }
    return read(file);
  }

  /**
   * Reads a key that is there.
   *
   * @throws IOException when the file cannot be read, or is not a key
   */
  public static ServerKey read(Path file) throws IOException {
    return parse(Files.readString(file))
        .orElseThrow(
            () -> new IOException(file + " is not a key: 64 hexadecimal digits were expected"));
  }

  /** The key that 64 hexadecimal digits are; empty for any other text. */
  public static Optional<ServerKey> parse(String text) {
    return Optional.of(text.strip())
        .filter(digits -> digits.matches("[0-9a-fA-F]{64}"))
        .map(digits -> new ServerKey(HexFormat.of().parseHex(digits)));
  }

  /** A key for one purpose, good for {@code algorithm}. */
  SecretKey derive(String purpose, String algorithm) {
    try {
      HKDFParameterSpec parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(key)
              .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), BYTES);
      return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot derive keys", e);
    }
  }

  /**
   * HMAC-SHA-256 of a text under the key for a purpose: nobody without the key can make or guess
   * it.
   */
  public byte[] authenticate(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(derive(purpose, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }
}
