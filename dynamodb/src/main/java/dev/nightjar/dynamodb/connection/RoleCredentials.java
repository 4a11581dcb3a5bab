package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AssumeRoleException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.RejectedException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The credentials of a role, assumed with the first of its external ids that the role's trust
 * policy takes. When that one is refused later on, all are tried again.
 */
final class RoleCredentials implements AwsCredentialsProvider, AutoCloseable {
  private static final String ASSUME_ROLE = "sts:AssumeRole";
  private static final String SESSION_NAME = "nightjar";

  private final StsClient sts;
  private final RoleTarget target;
  private final Supplier<String> callerAccount;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<StsAssumeRoleCredentialsProvider> accepted = Optional.empty();
  private String sessionToken = "";

  RoleCredentials(StsClient sts, RoleTarget target, Supplier<String> callerAccount) {
    this.sts = sts;
    this.target = target;
    this.callerAccount = callerAccount;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    lock.lock();
    try {
      if (accepted.isPresent()) {
        try {
          return resolve(accepted.get());
        } catch (AccessDeniedException refused) {
          accepted.get().close();
          accepted = Optional.empty();
        }
      }
      return assumeWithAnyId();
    } finally {
      lock.unlock();
    }
  }

  private AwsCredentials assumeWithAnyId() {
    if (target.externalIds().isEmpty()) {
      return assume(Optional.empty());
    }
    AssumeRoleException last = null;
    for (String externalId : target.externalIds()) {
      try {
        return assume(Optional.of(externalId));
      } catch (AssumeRoleException refused) {
        last = refused;
      }
    }
    throw last;
  }

  private AwsCredentials assume(Optional<String> externalId) {
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder().roleArn(target.roleArn()).roleSessionName(SESSION_NAME);
    externalId.ifPresent(request::externalId);
    StsAssumeRoleCredentialsProvider provider =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request.build())
            .build();
    try {
      AwsCredentials credentials = resolve(provider);
      accepted = Optional.of(provider);
      return credentials;
    } catch (AccessDeniedException | RejectedException refused) {
      provider.close();
      throw new AssumeRoleException(
          refused.operation(), refused.awsCode(), explain(refused), refused);
    } catch (RuntimeException failed) {
      provider.close();
      throw failed;
    }
  }

  private AwsCredentials resolve(StsAssumeRoleCredentialsProvider provider) {
    try {
      AwsCredentials credentials = provider.resolveCredentials();
      sessionToken =
          credentials instanceof AwsSessionCredentials session ? session.sessionToken() : "";
      return credentials;
    } catch (SdkException failure) {
      throw AwsFailures.ofMachine(AwsFailures.translate(ASSUME_ROLE, target.roleArn(), failure));
    }
  }

  /**
   * AWS says that this session is over, whatever its expiration and this machine's clock say: the
   * next call assumes the role anew. Calls that were under way with the same session say so too and
   * change nothing any more.
   */
  void forget(String endedSessionToken) {
    lock.lock();
    try {
      if (sessionToken.equals(endedSessionToken)) {
        accepted.ifPresent(StsAssumeRoleCredentialsProvider::close);
        accepted = Optional.empty();
        sessionToken = "";
      }
    } finally {
      lock.unlock();
    }
  }

  private String explain(AwsException refused) {
    return "403: the role "
        + target.roleArn()
        + " could not be assumed. Its trust policy must "
        + externalIds()
        + "have the Principal "
        + principal()
        + ", which assumes it here. The output of `connection create dynamodb` is the source of truth for both."
        + " (Where there is no such role, AWS answers the same.) AWS answered: "
        + AwsFailures.words(refused);
  }

  private String externalIds() {
    if (target.externalIds().isEmpty()) {
      return "";
    }
    return "include the following external ID: "
        + String.join(" (or ", target.externalIds())
        + ")".repeat(target.externalIds().size() - 1)
        + " as sts:ExternalId, and ";
  }

  private String principal() {
    try {
      return "arn:aws:iam::" + callerAccount.get() + ":root";
    } catch (AwsException unknown) {
      return "of the account of the credentials that this server runs with (`aws sts get-caller-identity` prints it"
          + " there; AWS did not tell it here: "
          + AwsFailures.words(unknown)
          + ")";
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      accepted.ifPresent(StsAssumeRoleCredentialsProvider::close);
      accepted = Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
