package dev.nightjar.awslocal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.operation.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class FaultsTest {

  private AwsLocal aws;
  private Faults faults;
  private StsClient sts;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    faults = aws.control().faults();
    sts = Clients.of(aws).sts();
    s3 = Clients.of(aws).s3();
    s3.createBucket(b -> b.bucket("exports"));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void anErrorIsGivenAsOftenAsItIsMeantTo() {
    Fault fault =
        faults
            .on("STS.GetCallerIdentity")
            .times(2)
            .does(Effect.error(AwsError.client("Throttling", "Rate exceeded")));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(sts::getCallerIdentity)
          .isInstanceOfSatisfying(
              StsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("Throttling"));
    }
    assertThat(sts.getCallerIdentity().account()).isEqualTo(AwsLocalOptions.ACCOUNT);
    assertThat(fault.hits()).isEqualTo(2);
  }

  @Test
  void aShareOfTheCallsIsDrawnByTheSeed() {
    faults.on("STS.*").rate(0.5).does(Effect.internalError());

    int failed = 0;
    for (int i = 0; i < 40; i++) {
      try {
        sts.getCallerIdentity();
      } catch (StsException e) {
        failed++;
      }
    }

    assertThat(failed).isBetween(10, 30);
  }

  @Test
  void othersAreNotMet() {
    faults.on("S3.GetObject").does(Effect.throttled());
    faults
        .on("S3.PutObject")
        .when(call -> call.input().path("Key").asString().startsWith("bad/"))
        .does(Effect.throttled());

    assertThatCode(
            () -> s3.putObject(p -> p.bucket("exports").key("good/1"), RequestBody.fromString("x")))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> s3.putObject(p -> p.bucket("exports").key("bad/1"), RequestBody.fromString("x")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(503));
    assertThat(sts.getCallerIdentity().account()).isEqualTo(AwsLocalOptions.ACCOUNT);
  }

  @Test
  void aCutConnectionIsNoAnswerAtAll() {
    faults.on("STS.*").times(1).does(Effect.cut());

    assertThatThrownBy(sts::getCallerIdentity).isInstanceOf(SdkClientException.class);
    assertThat(sts.getCallerIdentity().account()).isEqualTo(AwsLocalOptions.ACCOUNT);
  }

  @Test
  void aCallMayBeCarriedOutAndItsAnswerLost() {
    faults.on("S3.CreateBucket").times(1).does(Effect.cutAfterwards());

    assertThatThrownBy(() -> s3.createBucket(b -> b.bucket("there-all-the-same")))
        .isInstanceOf(SdkClientException.class);
    assertThatCode(() -> s3.headBucket(b -> b.bucket("there-all-the-same")))
        .doesNotThrowAnyException();
  }

  @Test
  void anAnswerMayComeLate() {
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    faults.on("STS.*").does(new Effect.Delay(Duration.ofHours(1), pauses::add));

    sts.getCallerIdentity();

    assertThat(pauses).containsExactly(Duration.ofHours(1));
  }

  @Test
  void anAnswerMayBeAnotherOne() {
    faults
        .on("STS.GetCallerIdentity")
        .does(Effect.answer((input, answer) -> answer.deepCopy().put("Account", "000000000000")));

    assertThat(sts.getCallerIdentity().account()).isEqualTo("000000000000");
  }

  @Test
  void expiredCredentialsAreNamedAsTheServiceNamesThem() {
    faults.on("*").does(Effect.expiredCredentials());

    assertThatThrownBy(sts::getCallerIdentity).hasMessageContaining("is expired");
    assertThatThrownBy(s3::listBuckets).hasMessageContaining("The provided token has expired.");
  }

  @Test
  void aBodyMayEndEarly() {
    s3.putObject(p -> p.bucket("exports").key("k"), RequestBody.fromBytes(new byte[200_000]));
    faults.on("S3.GetObject").times(1).doesToBody(BodyEffect.cutAfter(100_000));

    assertThatThrownBy(() -> s3.getObjectAsBytes(g -> g.bucket("exports").key("k")))
        .isInstanceOf(SdkClientException.class);
    assertThat(s3.getObjectAsBytes(g -> g.bucket("exports").key("k")).asByteArray())
        .hasSize(200_000);
  }

  @Test
  void aBodyMayComeSlowly() {
    s3.putObject(p -> p.bucket("exports").key("k"), RequestBody.fromBytes(new byte[64 << 10]));
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    faults
        .on("S3.GetObject")
        .doesToBody(socket -> new BodyEffect.Slow(socket, 1 << 10, pauses::add));

    byte[] body = s3.getObjectAsBytes(g -> g.bucket("exports").key("k")).asByteArray();

    assertThat(body).hasSize(64 << 10);
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(64));
  }

  @Test
  void theFirstCallsMayBeLetThrough() {
    Fault fault = faults.on("STS.*").skip(2).times(1).does(Effect.accessDenied());

    sts.getCallerIdentity();
    sts.getCallerIdentity();
    assertThatThrownBy(sts::getCallerIdentity).hasMessageContaining("is not authorized to perform");
    sts.getCallerIdentity();
    assertThat(fault.hits()).isEqualTo(1);
  }

  @Test
  void objectsMayBeMetByTheirKeys() {
    s3.putObject(p -> p.bucket("exports").key("data/1.json.gz"), RequestBody.fromString("x"));
    s3.putObject(p -> p.bucket("exports").key("manifest"), RequestBody.fromString("x"));
    faults.on("S3.GetObject").key("data/*").does(Effect.accessDenied());

    assertThatThrownBy(() -> s3.getObject(g -> g.bucket("exports").key("data/1.json.gz")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    assertThat(s3.getObjectAsBytes(g -> g.bucket("exports").key("manifest")).asUtf8String())
        .isEqualTo("x");
  }

  @Test
  void aFaultMayMeetSessionsOfRolesOnly() {
    faults.on("STS.*").byRoles().does(Effect.internalError());
    assertThat(sts.getCallerIdentity().account()).isEqualTo(AwsLocalOptions.ACCOUNT);
  }

  @Test
  void aFaultMayLastAWhileByTheClock() throws Exception {
    var clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    aws.close();
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock));
    sts = Clients.of(aws).sts();
    aws.control().faults().on("STS.*").lasts(Duration.ofMinutes(5)).does(Effect.internalError());

    assertThatThrownBy(sts::getCallerIdentity).isInstanceOf(StsException.class);
    clock.advance(Duration.ofMinutes(5));
    assertThat(sts.getCallerIdentity().account()).isEqualTo(AwsLocalOptions.ACCOUNT);
  }

  @Test
  void theServiceMayKeepSilentAndStillBeStopped() {
    faults.on("STS.*").does(Effect.silence(Duration.ofHours(1)));
    StsClient impatient = Clients.of(aws).sts(o -> o.apiCallAttemptTimeout(Duration.ofMillis(300)));

    assertThatThrownBy(impatient::getCallerIdentity)
        .isInstanceOf(ApiCallAttemptTimeoutException.class);
    aws.close();
  }

  @Test
  void aBodyMayFallSilent() {
    s3.putObject(p -> p.bucket("exports").key("k"), RequestBody.fromBytes(new byte[200_000]));
    faults
        .on("S3.GetObject")
        .times(1)
        .doesToBody(BodyEffect.silentAfter(100_000, Duration.ofMillis(50)));

    assertThatThrownBy(() -> s3.getObjectAsBytes(g -> g.bucket("exports").key("k")))
        .isInstanceOf(SdkClientException.class);
  }

  @Test
  void thoseInForceAreTold() {
    Fault one = faults.on("STS.*").does(Effect.internalError());
    Fault other = faults.on("S3.*").doesToBody(BodyEffect.cutAfter(1));
    assertThat(faults.inForce()).containsExactly(one, other);
    one.close();
    assertThat(faults.inForce()).containsExactly(other);
    assertThat(other.operations()).isEqualTo("S3.*");
  }

  @Test
  void faultsEnd() {
    Fault one = faults.on("STS.*").does(Effect.internalError());
    one.close();
    assertThat(sts.getCallerIdentity().account()).isEqualTo(AwsLocalOptions.ACCOUNT);

    faults.on("STS.*").does(Effect.internalError());
    faults.clear();
    assertThat(sts.getCallerIdentity().account()).isEqualTo(AwsLocalOptions.ACCOUNT);
  }

  @Test
  void everyCallIsCountedThoughItFails() {
    faults.on("STS.*").times(1).does(Effect.internalError());
    assertThatThrownBy(sts::getCallerIdentity).isInstanceOf(StsException.class);
    sts.getCallerIdentity();

    assertThat(aws.control().calls().of("STS.GetCallerIdentity")).isEqualTo(2);
    assertThat(aws.control().calls().all()).containsEntry("S3.CreateBucket", 1L);
    assertThat(aws.control().calls().byRoles()).isEmpty();
  }
}
