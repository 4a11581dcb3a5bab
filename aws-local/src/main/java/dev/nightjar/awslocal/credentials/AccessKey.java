package dev.nightjar.awslocal.credentials;

import dev.nightjar.awslocal.operation.Caller.Principal;
import java.time.Instant;
import java.util.Optional;

/**
 * An access key and whose it is.
 *
 * @param id {@code AKIA…} of an account, {@code ASIA…} of a session
 * @param secret what requests are signed with
 * @param account twelve digits
 * @param principal who is calling when this key signs
 * @param session token and end of temporary credentials; empty for those of an account
 */
public record AccessKey(
    String id, String secret, String account, Principal principal, Optional<Session> session) {

  /**
   * What temporary credentials have besides a key.
   *
   * @param token sent with each request as {@code X-Amz-Security-Token}
   * @param expires the first instant at which they are refused
   */
  public record Session(String token, Instant expires) {}

  /** Never the secret, never the token. */
  @Override
  public String toString() {
    return "AccessKey[" + id + ", " + account + ", " + principal + "]";
  }
}
