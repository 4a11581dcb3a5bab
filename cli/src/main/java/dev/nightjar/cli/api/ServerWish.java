package dev.nightjar.cli.api;

import java.util.Optional;

/**
 * What a command's options say of its server.
 *
 * @param host an address, with or without scheme
 * @param token a token for it
 * @param profile the name of a profile
 * @param side Local or Cloud
 * @param branch a branch of it
 */
public record ServerWish(
    Optional<String> host,
    Optional<String> token,
    Optional<String> profile,
    Optional<Side> side,
    Optional<String> branch) {

  /** Nothing. */
  public static final ServerWish NONE =
      new ServerWish(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The same with that branch, unless one is named. */
  public ServerWish orBranch(Optional<String> name) {
    return new ServerWish(host, token, profile, side, branch.or(() -> name));
  }

  /** Whether nothing is said of which server it is. */
  public boolean saysNothing() {
    return host.isEmpty() && profile.isEmpty() && side.isEmpty() && branch.isEmpty();
  }
}
