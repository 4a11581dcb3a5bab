package dev.nightjar.server.http;

import java.util.Optional;

/** Finds out who calls. */
public interface Authenticator {
  /**
   * @param token the token as it came, if one came
   * @throws HttpProblem 403 when the token is missing, unknown, or not of the kind that {@code
   *     access} asks for
   */
  Caller authenticate(Optional<String> token, Access access);

  /** The same, with what the answer is to tell of the token. */
  default Admission admit(Optional<String> token, Access access) {
    return Admission.of(authenticate(token, access));
  }
}
