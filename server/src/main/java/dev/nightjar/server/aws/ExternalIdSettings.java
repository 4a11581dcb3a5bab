package dev.nightjar.server.aws;

import dev.nightjar.server.secret.ServerKey;
import java.util.Optional;

/**
 * How external ids are made. Servers with the same two settings make the same ids.
 *
 * @param source what they are made from, beside the seed
 * @param key the key that they are made with; empty: the server's own
 */
public record ExternalIdSettings(ExternalIdSource source, Optional<ServerKey> key) {
  /** As the server's address says, with the server's own key. */
  public static final ExternalIdSettings USUAL =
      new ExternalIdSettings(new ExternalIdSource.ByAddress(), Optional.empty());
}
