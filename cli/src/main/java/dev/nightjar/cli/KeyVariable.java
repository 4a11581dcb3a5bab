package dev.nightjar.cli;

import dev.nightjar.server.secret.ServerKey;
import java.util.Optional;

/** Environment variables that hold a key themselves: a command line is no place for one. */
final class KeyVariable {

  private KeyVariable() {}

  /**
   * The key in a variable; empty where it is not set, or to nothing but white space.
   *
   * @throws UserException where it holds no key; what it holds is not told
   */
  static Optional<ServerKey> of(String variable, Environment environment) {
    return Optional.ofNullable(environment.variables().get(variable))
        .filter(value -> !value.isBlank())
        .map(value ->
            ServerKey.parse(value)
                .orElseThrow(() ->
                    new UserException(
                        variable
                            + " holds no key: 64 hexadecimal digits are expected, such as `openssl rand -hex 32` prints.")));
  }
}
