package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AssumeRoleException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.RejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The credentials of a role, assumed with the first of its external ids that the role's trust
 * policy takes; that one is tried first from then on. A session is renewed before it ends; where
 * that fails it is used on until it is over, or until AWS says that it is.
 */
final class RoleCredentials implements AwsCredentialsProvider {
  private static final String ASSUME_ROLE = "sts:AssumeRole";
  private static final String SESSION_NAME = "nightjar";

  /** After a renewal that failed. */
  private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(30);

  /** A younger session has just been made for the role as it is. */
  private static final Duration DOUBTED_FROM = Duration.ofMinutes(1);

  private final StsClient sts;
  private final RoleTarget target;
  private final Supplier<String> callerAccount;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<RoleSession> session = Optional.empty();
  private Optional<String> accepted = Optional.empty();

  /**
   * @param nanoTime a counter as {@link System#nanoTime}
   */
  RoleCredentials(
      StsClient sts, RoleTarget target, Supplier<String> callerAccount, LongSupplier nanoTime) {
    this.sts = sts;
    this.target = target;
    this.callerAccount = callerAccount;
    this.nanoTime = nanoTime;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      if (session.isEmpty() || session.get().over(now)) {
        session = Optional.of(assume());
      } else if (session.get().due(now)) {
        session = Optional.of(renewed(session.get()));
      }
      return session.get().credentials();
    } finally {
      lock.unlock();
    }
  }

  private RoleSession renewed(RoleSession current) {
    try {
      return assume();
    } catch (CallInterruptedException stopped) {
      throw stopped;
    } catch (AwsException notYet) {
      // The trouble is told when this session is over, if it lasts that long.
      return current.renewedAt(nanoTime.getAsLong() + RENEWAL_PAUSE.toNanos());
    }
  }

  private RoleSession assume() {
    if (target.externalIds().isEmpty()) {
      return assume(Optional.empty());
    }
    List<String> ids = new ArrayList<>(target.externalIds());
    accepted.ifPresent(first -> {
      ids.remove(first);
      ids.addFirst(first);
    });
    AssumeRoleException last = null;
    for (String externalId : ids) {
      try {
        RoleSession assumed = assume(Optional.of(externalId));
        accepted = Optional.of(externalId);
        return assumed;
      } catch (AssumeRoleException refused) {
        last = refused;
      }
    }
    throw last;
  }

  private RoleSession assume(Optional<String> externalId) {
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder().roleArn(target.roleArn()).roleSessionName(SESSION_NAME);
    externalId.ifPresent(request::externalId);
    AssumeRoleResponse response;
    try {
      response =
          AwsFailures.callAsMachine(
              ASSUME_ROLE, target.roleArn(), () -> sts.assumeRole(request.build()));
    } catch (AccessDeniedException | RejectedException refused) {
      throw new AssumeRoleException(
          refused.operation(), refused.awsCode(), explain(refused), refused);
    }
    Credentials given = response.credentials();
    Duration lifetime =
        Duration.between(
            AnswerDate.of("AssumeRole", response.sdkHttpResponse()), given.expiration());
    return RoleSession.begin(
        AwsSessionCredentials.create(
            given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
        nanoTime.getAsLong(),
        lifetime);
  }

  /**
   * AWS says that this session is over, whatever its expiration says: the next call assumes the
   * role anew. Calls that were under way with the same session say so too and change nothing any
   * more.
   */
  void forget(String endedSessionToken) {
    lock.lock();
    try {
      session = session.filter(current -> !current.has(endedSessionToken));
    } finally {
      lock.unlock();
    }
  }

  /**
   * AWS denies something to this session. It does so too where the role was deleted and made anew:
   * the next call tries to assume it, and goes on with this session if that fails.
   */
  void doubt(String deniedSessionToken) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      session =
          session.map(current ->
              current.has(deniedSessionToken) && current.olderThan(DOUBTED_FROM, now)
                  ? current.renewedAt(now)
                  : current);
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
}
