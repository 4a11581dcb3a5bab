package dev.nightjar.server.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a fresh nonce for each value; what a value belongs to is authenticated with it.
 */
final class SecretCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  SecretCipher(ServerKey serverKey) {
    this.key = serverKey.derive("nightjar secrets", "AES");
  }

  /** The nonce, then the encrypted value. */
  byte[] encrypt(String owner, String value) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] encrypted =
        run(Cipher.ENCRYPT_MODE, nonce, owner, value.getBytes(StandardCharsets.UTF_8));
    byte[] sealed = Arrays.copyOf(nonce, nonce.length + encrypted.length);
    System.arraycopy(encrypted, 0, sealed, nonce.length, encrypted.length);
    return sealed;
  }

  /**
   * @throws IllegalStateException when the key is another, or the value belongs to something else
   */
  String decrypt(String owner, byte[] sealed) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    byte[] encrypted = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
    return new String(run(Cipher.DECRYPT_MODE, nonce, owner, encrypted), StandardCharsets.UTF_8);
  }

  /** Whether this is the key that the value was encrypted with. */
  boolean opens(String owner, byte[] sealed) {
    try {
      decrypt(owner, sealed);
      return true;
    } catch (WrongKeyException _) {
      return false;
    }
  }

  private byte[] run(int mode, byte[] nonce, String owner, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (AEADBadTagException e) {
      throw new WrongKeyException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES-GCM", e);
    }
  }

  /** The key is another, or the value belongs to something else. */
  private static final class WrongKeyException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    WrongKeyException(AEADBadTagException cause) {
      super("a secret cannot be read: the key is not the one that it was written with", cause);
    }
  }
}
