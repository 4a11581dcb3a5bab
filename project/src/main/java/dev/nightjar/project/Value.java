package dev.nightjar.project;

import java.util.Optional;
import java.util.function.Function;

/** A directive's value: text, or a secret that the server looks up. */
public sealed interface Value {

  /** The value as it stands in the file, without the quotes around it. */
  record Literal(String text) implements Value {}

  /**
   * {@code {{ tb_secret("NAME") }}} or {@code {{ tb_secret("NAME", "default") }}}.
   *
   * @param defaultValue what it is worth where no such secret is set
   */
  record SecretReference(String name, Optional<String> defaultValue) implements Value {}

  /** The text, unless it is a secret. */
  default Optional<String> literal() {
    return this instanceof Literal(String text) ? Optional.of(text) : Optional.empty();
  }

  /**
   * The value with its secret looked up.
   *
   * @param secrets the value of a secret by name, empty if it is not set
   * @return empty if the secret is not set and has no default
   */
  default Optional<String> resolve(Function<String, Optional<String>> secrets) {
    return switch (this) {
      case Literal(String text) -> Optional.of(text);
      case SecretReference(String name, Optional<String> defaultValue) ->
          secrets.apply(name).or(() -> defaultValue);
    };
  }
}
