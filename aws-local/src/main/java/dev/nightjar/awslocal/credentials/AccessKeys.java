package dev.nightjar.awslocal.credentials;

import dev.nightjar.awslocal.operation.Caller.Principal;
import dev.nightjar.awslocal.operation.Caller.RoleSession;
import dev.nightjar.awslocal.operation.Caller.Root;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All access keys that requests may be signed with. Thread-safe. */
public final class AccessKeys {

  /** How long an expired key is remembered, so that its user hears "expired" and not "unknown". */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private static final String KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  public AccessKeys(Clock clock) {
    this.clock = clock;
  }

  /** Adds a key of an account itself, which may do everything there. */
  public void addRoot(String id, String secret, String account) {
    keys.put(id, new AccessKey(id, secret, account, new Root(), Optional.empty()));
  }

  /** Makes temporary credentials. */
  public AccessKey issue(String account, Principal principal, Duration lifetime) {
    Instant now = clock.instant();
    keys.values()
        .removeIf(key ->
            key.session().isPresent()
                && key.session().get().expires().plus(REMEMBERED).isBefore(now));
    AccessKey key =
        new AccessKey(
            uniqueId("ASIA"),
            secret(30),
            account,
            principal,
            Optional.of(new AccessKey.Session("IQoJ" + secret(240), now.plus(lifetime))));
    keys.put(key.id(), key);
    return key;
  }

  /** The key of that id, expired or not. */
  public Optional<AccessKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  Instant now() {
    return clock.instant();
  }

  /** Whether a key's session is over. */
  public boolean expired(AccessKey key) {
    return key.session().isPresent() && !clock.instant().isBefore(key.session().get().expires());
  }

  /** Ends every session of that role now: their next requests are refused as expired. */
  public void expireSessions(String account, String role) {
    Instant now = clock.instant();
    keys.replaceAll((id, key) ->
        key.account().equals(account)
                && key.principal() instanceof RoleSession session
                && session.role().equals(role)
            ? ended(key, now)
            : key);
  }

  private static AccessKey ended(AccessKey key, Instant now) {
    return new AccessKey(
        key.id(),
        key.secret(),
        key.account(),
        key.principal(),
        key.session().map(session -> new AccessKey.Session(session.token(), now)));
  }

  /**
   * A new id of AWS's form: a prefix of four letters that names the kind, and 16 letters or digits.
   */
  public String uniqueId(String prefix) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < 16; i++) {
      id.append(KEY_LETTERS.charAt(random.nextInt(KEY_LETTERS.length())));
    }
    return id.toString();
  }

  private String secret(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getEncoder().encodeToString(drawn);
  }
}
