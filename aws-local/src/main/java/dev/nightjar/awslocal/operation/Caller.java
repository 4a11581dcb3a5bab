package dev.nightjar.awslocal.operation;

import java.util.Objects;
import java.util.Optional;

/**
 * Who signed a request.
 *
 * @param account the twelve digits of the account that the principal belongs to
 * @param principal the account's root, or a session of one of its roles
 * @param region the region of the signature's credential scope, such as {@code eu-west-1}; regional
 *     services answer for this one
 * @param accessKeyId the access key that signed
 */
public record Caller(String account, Principal principal, String region, String accessKeyId) {

  public Caller {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(accessKeyId, "accessKeyId");
  }

  /** The ARN that GetCallerIdentity and AccessDenied messages name. */
  public String arn() {
    return switch (principal) {
      case Root() -> "arn:aws:iam::" + account + ":root";
      case RoleSession(String role, String roleId, String session, var policy) ->
          "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session;
    };
  }

  /** What kind of principal a caller is. */
  public sealed interface Principal {}

  /** The account itself: every action is allowed. */
  public record Root() implements Principal {}

  /**
   * A session made by AssumeRole: what is allowed is what the role's policies allow at the time of
   * each call.
   *
   * @param role the role's name, without path
   * @param roleId the role's unique id ({@code AROA…})
   * @param session the RoleSessionName
   * @param policy the session's own policy as JSON, where it was assumed with one: what is allowed
   *     is what both allow
   */
  public record RoleSession(String role, String roleId, String session, Optional<String> policy)
      implements Principal {

    /** A session without a policy of its own. */
    public RoleSession(String role, String roleId, String session) {
      this(role, roleId, session, Optional.empty());
    }
  }
}
