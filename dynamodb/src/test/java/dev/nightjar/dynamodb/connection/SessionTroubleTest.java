package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AssumeRoleException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.table.TableDescription;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkGlobalTime;

/** Sessions of roles that end, and clocks that are wrong. */
class SessionTroubleTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ASSUME_ROLE = "STS.AssumeRole";

  private LocalAws local;
  private MovableTime time = new MovableTime(Duration.ZERO);

  /** The SDK remembers for all of its clients how far off this machine's clock is. */
  @BeforeEach
  @AfterEach
  void forgetSkew() {
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  @AfterEach
  void stop() {
    local.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 60})
  void aClockThatIsAnHourOffNeitherStopsCallsNorAssumesTheRoleForEachOfThem(long minutes)
      throws IOException {
    time = new MovableTime(MINUTE.multipliedBy(minutes));
    start();

    for (int i = 0; i < 20; i++) {
      assertThat(describe()).isPresent();
    }

    assertThat(assumed()).isEqualTo(1);
    TableDescription table = describe().orElseThrow();
    assertThat(table.answeredAt())
        .as("AWS's time, not this machine's")
        .isBetween(time.instant().minusSeconds(60), time.instant());
    assertThat(Duration.between(Instant.now(), table.answeredAt()).abs())
        .isGreaterThan(Duration.ofMinutes(50));
    assertThatThrownBy(() -> local.connection.objects().open(LocalAws.BUCKET, "none"))
        .as("S3 takes the signature too")
        .hasMessageContaining("NoSuchKey");
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 0, 60})
  void aSessionOfAQuarterOfAnHourIsRenewedBeforeItEndsWhateverThisMachinesClockSays(long minutes)
      throws IOException {
    time = new MovableTime(MINUTE.multipliedBy(minutes));
    start();
    local.shortSessions();

    for (int minute = 0; minute < 60; minute++) {
      assertThat(describe()).isPresent();
      time.advance(MINUTE);
    }

    // one each ten minutes: five before each ends
    assertThat(assumed()).isEqualTo(6);
  }

  @Test
  void aSessionThatEndsEarlyIsReplacedByTheNextCall() throws IOException {
    start();
    describe();
    local.aws.control().expireSessions("123456789012", "mirror");

    assertThatThrownBy(this::describe).isInstanceOf(TransientException.class);
    assertThat(describe()).isPresent();
    assertThat(assumed()).isEqualTo(2);
  }

  @Test
  void aSessionIsUsedToItsEndWhileItsRenewalFails() throws IOException {
    start();
    local.shortSessions();
    describe();
    Fault away = local.aws.control().faults().on(ASSUME_ROLE).does(Effect.internalError());
    time.advance(MINUTE.multipliedBy(12));

    for (int i = 0; i < 10; i++) {
      assertThat(describe()).isPresent();
    }
    long tried = away.hits();
    assertThat(tried).as("not for each call").isBetween(1L, 3L);

    time.advance(MINUTE.multipliedBy(4));
    assertThatThrownBy(this::describe).isInstanceOf(TransientException.class);
    away.close();
    assertThat(describe()).isPresent();
  }

  @Test
  void aRoleThatMayNotBeAssumedAnyMoreWaitsAndComesBack() throws IOException {
    start();
    local.shortSessions();
    describe();
    local.trust("somebody else");
    time.advance(MINUTE.multipliedBy(11));
    assertThat(describe()).as("its session still holds").isPresent();

    time.advance(MINUTE.multipliedBy(5));
    assertThatThrownBy(this::describe)
        .isInstanceOf(AssumeRoleException.class)
        .hasMessageContaining("include the following external ID: id-0 (or id-1)");
    time.advance(Duration.ofHours(5));
    assertThatThrownBy(this::describe).isInstanceOf(AssumeRoleException.class);

    local.trust("id-0");
    assertThat(describe()).as("the external id was rotated").isPresent();
  }

  @Test
  void aRoleThatIsDeletedAndMadeAnewIsAssumedAnew() throws IOException {
    start();
    describe();
    local.deleteRole();
    assertThatThrownBy(this::describe).isInstanceOf(AccessDeniedException.class);
    local.createRole();
    time.advance(MINUTE.multipliedBy(2));
    long before = assumed();

    assertThatThrownBy(this::describe).isInstanceOf(AccessDeniedException.class);
    assertThat(describe()).isPresent();
    assertThat(assumed()).isEqualTo(before + 1);
  }

  @Test
  void aDenialDoesNotAssumeTheRoleAgainAndAgain() throws IOException {
    start();
    describe();
    local.aws.control().faults().on("DynamoDB_20120810.DescribeTable").does(Effect.accessDenied());
    time.advance(MINUTE.multipliedBy(2));
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(this::describe).isInstanceOf(AccessDeniedException.class);
    }
    assertThat(assumed()).isEqualTo(2);
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForForEver() throws IOException {
    start(builder ->
        builder.timeouts(
            new Timeouts(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(2))));
    describe();
    Fault silence =
        local
            .aws
            .control()
            .faults()
            .on("DynamoDB_20120810.DescribeTable")
            .does(Effect.silence(Duration.ofMinutes(5)));

    assertThatThrownBy(this::describe)
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("was not answered in time");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    silence.close();
    assertThatCode(this::describe).doesNotThrowAnyException();
  }

  @Test
  void aClockThatIsStillWrongAfterTheSdkHasCorrectedItIsNamed() throws IOException {
    start();
    local
        .aws
        .control()
        .faults()
        .on("DynamoDB_20120810.DescribeTable")
        .does(
            Effect.error(
                new AwsError(403, "RequestTimeTooSkewed", "The difference is too large.")));

    assertThatThrownBy(this::describe)
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("This machine's clock differs from AWS's: set it right");
  }

  private Optional<TableDescription> describe() {
    return local.connection.tables().describe(LocalAws.TABLE);
  }

  /** How often the role was assumed; the first of its two external ids is refused once. */
  private long assumed() {
    return local.aws.control().calls().of(ASSUME_ROLE) - 1;
  }

  private void start() throws IOException {
    start(UnaryOperator.identity());
  }

  private void start(UnaryOperator<AwsConnector.Builder> settings) throws IOException {
    AwsLocalOptions options =
        AwsLocalOptions.defaults().withClock(time).withAllowedSkew(AwsLocalOptions.AWS_SKEW);
    local = new LocalAws(options, builder -> settings.apply(builder.nanoTime(time::nanos)));
  }
}
