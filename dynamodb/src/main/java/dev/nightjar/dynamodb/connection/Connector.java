package dev.nightjar.dynamodb.connection;

/** Makes connections. */
public interface Connector extends AutoCloseable {

  /**
   * A connection for a role and a region. The role is assumed by the first call that needs it, and
   * again before its credentials run out.
   *
   * @throws IllegalArgumentException if the target has no region; {@link
   *     dev.nightjar.dynamodb.table.TableChecks#ofRequest} finds that out before, with a message
   *     for people
   */
  TableConnection connect(RoleTarget target);

  /**
   * Whether this machine has credentials, whatever they are worth: AWS is not asked. Where there
   * are none, it may take seconds to know (the default chain asks for those of an EC2 instance,
   * too).
   */
  boolean hasCredentials();

  /**
   * The account that assumes roles: the one of this machine's credentials, by GetCallerIdentity.
   * Trust policies name it as their {@code Principal}.
   *
   * @throws dev.nightjar.dynamodb.failure.MissingCredentialsException if there are no credentials
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked
   */
  String callerAccount();

  @Override
  void close();
}
