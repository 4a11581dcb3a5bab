package dev.nightjar.server.http;

import java.util.Map;

/**
 * Somebody who was let in.
 *
 * @param headers what the answer tells of the token's limits
 */
public record Admission(Caller caller, Map<String, String> headers) {
  /** Copies the map. */
  public Admission {
    headers = Map.copyOf(headers);
  }

  /** Of a token without limits. */
  public static Admission of(Caller caller) {
    return new Admission(caller, Map.of());
  }
}
