package dev.nightjar.server.secret;

import dev.nightjar.mirror.ledger.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Finds the server's key, in its environment or in the file {@code key} of the data directory, and
 * refuses one that the data were not written with: nothing is overwritten then.
 */
public final class MainKey {
  /** Holds the key itself, 64 hexadecimal digits; then there is no file. */
  public static final String VARIABLE = "NIGHTJAR_KEY";

  private final Path file;
  private final StateDatabase state;

  private MainKey(Path file, StateDatabase state) {
    this.file = file;
    this.state = state;
  }

  /**
   * The key of a data directory. One without data gets the given key, or a new one, which is
   * written.
   *
   * @param given what the environment holds
   * @throws IOException when the file cannot be read or written or is not a key, or when the key is
   *     missing or another than before
   */
  public static ServerKey open(Path dataDir, StateDatabase state, Optional<ServerKey> given)
      throws IOException {
    MainKey main = new MainKey(dataDir.resolve("key"), state);
    ServerKey key = main.find(given);
    main.requireTheSame(key);
    return key;
  }

  private ServerKey find(Optional<ServerKey> given) throws IOException {
    if (Files.exists(file)) {
      ServerKey stored = ServerKey.read(file);
      if (given.isPresent() && !fingerprint(given.get()).equals(fingerprint(stored))) {
        throw new IOException(
            "the key in %s is another than the one in %s: unset the variable, or, if it is the right one, move the file away"
                .formatted(VARIABLE, file));
      }
      return stored;
    }
    if (given.isPresent()) {
      return given.get();
    }
    if (fingerprint().isPresent() || anySecret().isPresent()) {
      throw new IOException(
          "the key is missing: there is no file %s and %s is not set, but the data were written with a key. Put the file back from a backup, or set the variable"
              .formatted(file, VARIABLE));
    }
    return ServerKey.open(file);
  }

  private void requireTheSame(ServerKey key) throws IOException {
    Optional<String> known = fingerprint();
    boolean same =
        known
            .map(fingerprint(key)::equals)
            .orElseGet(() -> anySecret().map(s -> s.opens(key)).orElse(true));
    if (!same) {
      throw new IOException(
          "the key is not the one that the data were written with. It came from %s; put the right one there"
              .formatted(Files.exists(file) ? file.toString() : VARIABLE));
    }
    if (known.isEmpty()) {
      state.transaction(db ->
          db.createUpdate("INSERT INTO server_key (one, fingerprint) VALUES (1, :fingerprint)")
              .bind("fingerprint", fingerprint(key))
              .execute());
    }
  }

  private static String fingerprint(ServerKey key) {
    return HexFormat.of().formatHex(key.authenticate("nightjar key's fingerprint", ""));
  }

  private Optional<String> fingerprint() {
    return state.transaction(
        db -> db.createQuery("SELECT fingerprint FROM server_key").mapTo(String.class).findOne());
  }

  /** What is encrypted, in a directory from before fingerprints were kept. */
  private record Sealed(String owner, byte[] value) {
    boolean opens(ServerKey key) {
      return new SecretCipher(key).opens(owner, value);
    }
  }

  private Optional<Sealed> anySecret() {
    return state.transaction(db ->
        db.createQuery("SELECT workspace_id, name, sealed FROM secret LIMIT 1")
            .map((row, context) ->
                new Sealed(
                    row.getString("workspace_id") + "/" + row.getString("name"),
                    row.getBytes("sealed")))
            .findOne());
  }
}
