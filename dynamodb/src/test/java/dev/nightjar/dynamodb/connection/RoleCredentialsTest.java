package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.connection.AwsStub.Answer;
import dev.nightjar.dynamodb.failure.AssumeRoleException;
import dev.nightjar.dynamodb.failure.CredentialsRefusedException;
import dev.nightjar.dynamodb.failure.MissingCredentialsException;
import dev.nightjar.dynamodb.failure.TransientException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

class RoleCredentialsTest {
  private static final Answer DENIED =
      AwsStub.stsError(
          403, "AccessDenied", "User: me is not authorized to perform: sts:AssumeRole");
  private static final Answer NO_RECORDS = Answer.json("{\"Records\":[]}");

  private AwsStub aws;
  private AwsConnector connector;

  @BeforeEach
  void start() throws IOException {
    aws = new AwsStub();
    aws.answer("GetRecords", NO_RECORDS);
    connector = aws.connector();
  }

  @AfterEach
  void stop() {
    connector.close();
    aws.close();
  }

  @Test
  void assumesTheRoleOnceForManyCalls() {
    try (TableConnection connection = connector.connect(AwsStub.target("id-1"))) {
      assertThat(aws.requests("AssumeRole")).isEmpty();

      connection.streams().records("iterator");
      connection.streams().records("iterator");
    }

    assertThat(aws.requests("AssumeRole")).hasSize(1);
    assertThat(aws.requests("AssumeRole").getFirst().body())
        .contains("ExternalId=id-1")
        .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fnightjar");
    assertThat(aws.requests("AssumeRole").getFirst().authorization())
        .contains("Credential=AKIALOCAL/");
  }

  @Test
  void triesExternalIdsInTurnAndKeepsTheFirstThatIsTaken() {
    aws.answer("AssumeRole", DENIED, AwsStub.assumed("ASIASECOND"));

    try (TableConnection connection = connector.connect(AwsStub.target("id-1", "id-2"))) {
      connection.streams().records("iterator");
      connection.streams().records("iterator");
    }

    assertThat(aws.requests("AssumeRole")).hasSize(2);
    assertThat(aws.requests("AssumeRole").get(1).body()).contains("ExternalId=id-2");
    assertThat(aws.requests("GetRecords").getFirst().authorization())
        .contains("Credential=ASIASECOND/");
  }

  @Test
  void aRefusalSaysWhatTheTrustPolicyMustHold() {
    aws.answer("AssumeRole", DENIED);

    try (TableConnection connection = connector.connect(AwsStub.target("id-1", "id-2"))) {
      assertThatThrownBy(() -> connection.streams().records("iterator"))
          .isInstanceOf(AssumeRoleException.class)
          .hasMessageStartingWith("403: the role " + AwsStub.ROLE + " could not be assumed.")
          .hasMessageContaining("include the following external ID: id-1 (or id-2)")
          .hasMessageContaining("Principal arn:aws:iam::999999999999:root")
          .hasMessageContaining("The output of `connection create dynamodb` is the source of truth")
          .hasMessageContaining("not authorized to perform: sts:AssumeRole");
    }
  }

  @Test
  void whereTheAccountIsNotKnownItIsSaidHowToFindIt() {
    aws.answer("AssumeRole", DENIED);
    aws.answer("GetCallerIdentity", AwsStub.stsError(503, "ServiceUnavailable", "later"));

    try (TableConnection connection = connector.connect(AwsStub.target("id-1"))) {
      assertThatThrownBy(connection::assumeRole)
          .isInstanceOf(AssumeRoleException.class)
          .hasMessageContaining("include the following external ID: id-1")
          .hasMessageContaining("Principal of the account of the credentials that this server runs")
          .hasMessageContaining("aws sts get-caller-identity");
    }
  }

  @Test
  void aRegionThatIsNoneIsNotTheCredentialsFault() {
    aws.answer(
        "AssumeRole",
        AwsStub.stsError(
            403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region."));

    try (TableConnection connection = connector.connect(AwsStub.target("id-1"))) {
      assertThatThrownBy(connection::assumeRole)
          .isInstanceOf(AssumeRoleException.class)
          .hasMessageContaining("AWS answered: Credential should be scoped to a valid region.");
    }
  }

  @Test
  void aHostThatIsNotKnownIsNamed() {
    try (AwsConnector nowhere =
            AwsConnector.builder()
                .endpoint(URI.create("http://sts.mars-1.invalid"))
                .credentials(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")))
                .build();
        TableConnection connection = nowhere.connect(AwsStub.target("id-1"))) {
      assertThatThrownBy(connection::assumeRole)
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("the host sts.mars-1.invalid")
          .hasMessageContaining("See whether the region is right");
    }
  }

  @Test
  void aRoleIsTriedWithoutATable() {
    try (TableConnection connection = connector.connect(AwsStub.target("id-1"))) {
      connection.assumeRole();
      connection.assumeRole();
    }

    assertThat(aws.requests("AssumeRole")).hasSize(1);
  }

  @Test
  void aRefusalIsNotRemembered() {
    aws.answer("AssumeRole", DENIED, AwsStub.assumed("ASIALATER"));

    try (TableConnection connection = connector.connect(AwsStub.target("id-1"))) {
      assertThatThrownBy(() -> connection.streams().records("iterator"))
          .isInstanceOf(AssumeRoleException.class);

      assertThat(connection.streams().records("iterator").size()).isZero();
    }
  }

  @Test
  void anArnThatIsNoneIsRefusedTheSameWay() {
    aws.answer("AssumeRole", AwsStub.stsError(400, "ValidationError", "x is invalid"));

    try (TableConnection connection = connector.connect(AwsStub.target())) {
      assertThatThrownBy(() -> connection.streams().records("iterator"))
          .isInstanceOf(AssumeRoleException.class)
          .hasMessageContaining("x is invalid")
          .hasMessageNotContaining("external ID");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, InvalidClientTokenId",
    "403, SignatureDoesNotMatch",
    "403, InvalidAccessKeyId",
    "403, UnrecognizedClientException",
    "400, ExpiredToken",
    "400, IncompleteSignature"
  })
  void credentialsThatAwsDoesNotTakeAreNotTheTrustPolicysFault(int status, String code) {
    aws.answer("AssumeRole", AwsStub.stsError(status, code, "The security token is invalid."));
    aws.answer("GetCallerIdentity", AwsStub.stsError(status, code, "Not with this key."));

    try (TableConnection connection = connector.connect(AwsStub.target("id-1", "id-2"))) {
      assertThatThrownBy(() -> connection.streams().records("iterator"))
          .isInstanceOf(CredentialsRefusedException.class)
          .hasMessageContaining("AWS does not accept the credentials of the machine")
          .hasMessageContaining("(" + code + "): The security token is invalid.")
          .hasMessageNotContaining("external ID");
    }
    assertThat(aws.requests("AssumeRole")).hasSize(1);
    assertThatThrownBy(connector::callerAccount)
        .isInstanceOf(CredentialsRefusedException.class)
        .hasMessageContaining("(" + code + "): Not with this key.");
  }

  @Test
  void aConnectionNeedsARegion() {
    assertThatThrownBy(() -> connector.connect(new RoleTarget(AwsStub.ROLE, " ", List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("region");
  }

  @Test
  void afterAFaultOfStsTheCallIsRightToBeRepeated() {
    aws.answer("AssumeRole", AwsStub.stsError(503, "ServiceUnavailable", "later"));

    try (TableConnection connection = connector.connect(AwsStub.target("id-1"))) {
      assertThatThrownBy(() -> connection.streams().records("iterator"))
          .isInstanceOf(TransientException.class);
    }
  }

  @Test
  void tellsWhoseCredentialsTheseAre() {
    assertThat(connector.callerAccount()).isEqualTo("999999999999");
  }

  @Test
  void aMachineWithoutCredentialsSaysSo() {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create(
              "Unable to load credentials from any of the providers in the chain");
        };
    try (AwsConnector without =
            AwsConnector.builder().endpoint(aws.endpoint()).credentials(none).build();
        TableConnection connection = without.connect(AwsStub.target("id-1"))) {
      assertThatThrownBy(without::callerAccount)
          .isInstanceOf(MissingCredentialsException.class)
          .hasMessageContaining("AWS_ACCESS_KEY_ID");
      assertThatThrownBy(() -> connection.streams().records("iterator"))
          .isInstanceOf(MissingCredentialsException.class);
    }
  }

  @Test
  void quotesAroundARoleArnAreTakenOff() {
    assertThat(new RoleTarget("'" + AwsStub.ROLE + "'", "us-east-1", List.of()).roleArn())
        .isEqualTo(AwsStub.ROLE);
    assertThat(new RoleTarget(" \"" + AwsStub.ROLE + "\" ", "us-east-1", List.of()).roleArn())
        .isEqualTo(AwsStub.ROLE);
  }
}
