package dev.nightjar.server.token;

import dev.nightjar.server.http.Caller;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who has which token, by the SHA-256 of its text. A look-up costs the same however many tokens
 * there are, and its time tells nothing: places in the table are made from the hash under a key
 * that only this process has, so that nobody can choose where he looks, and what is found there is
 * compared in constant time.
 */
final class TokenIndex {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  /**
   * One token.
   *
   * @param hash the SHA-256 of its text
   * @param caller who sends it
   */
  record Entry(byte[] hash, Caller caller) {}

  private final SecretKey key;
  private final Map<ByteBuffer, Entry> entries = new ConcurrentHashMap<>();

  TokenIndex() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  Optional<Caller> find(String token) {
    byte[] hash = TokenTexts.hash(token);
    Entry entry = entries.get(place(hash));
    return entry != null && MessageDigest.isEqual(entry.hash(), hash)
        ? Optional.of(entry.caller())
        : Optional.empty();
  }

  void put(Entry entry) {
    entries.put(place(entry.hash()), entry);
  }

  /** Ends some tokens and makes others valid; a token that is in both is valid all along. */
  void replace(Collection<byte[]> ended, List<Entry> valid) {
    valid.forEach(this::put);
    Set<ByteBuffer> kept =
        valid.stream().map(entry -> place(entry.hash())).collect(Collectors.toUnmodifiableSet());
    ended.stream().map(this::place).filter(place -> !kept.contains(place)).forEach(entries::remove);
  }

  void remove(byte[] hash) {
    entries.remove(place(hash));
  }

  private ByteBuffer place(byte[] hash) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return ByteBuffer.wrap(mac.doFinal(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
