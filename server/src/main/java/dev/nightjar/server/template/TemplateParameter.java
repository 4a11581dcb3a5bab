package dev.nightjar.server.template;

import java.util.List;
import java.util.Optional;

/**
 * A parameter that a template declares by a typed function.
 *
 * @param type the function, its aliases resolved ({@code Int32}, {@code Boolean}); {@code Array(T)}
 *     for an array
 * @param defaultValue its default, as a request would write it; empty if there is none or it is
 *     computed
 * @param required whether a request without it is refused
 * @param allowed the values that it may have, if they are stated; else empty
 * @param example a value, as a request would write it, for who reads about it
 */
public record TemplateParameter(
    String name,
    String type,
    Optional<String> defaultValue,
    boolean required,
    Optional<String> description,
    List<String> allowed,
    Optional<String> example) {

  /** Copies the list. */
  public TemplateParameter {
    allowed = List.copyOf(allowed);
  }
}
