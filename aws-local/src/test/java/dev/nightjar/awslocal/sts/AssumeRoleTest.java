package dev.nightjar.awslocal.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.RootKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * A service's account (the connector) assumes a role in a customer's account, by the rules of
 * "Access to AWS accounts owned by third parties" in IAM's user guide.
 */
class AssumeRoleTest {

  private static final String CUSTOMER = "123456789012";
  private static final String CONNECTOR = "999988887777";
  private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private AwsLocal aws;
  private Clients customer;
  private Clients connector;

  @BeforeEach
  void start() throws Exception {
    aws =
        AwsLocal.start(
            AwsLocalOptions.defaults()
                .withClock(clock)
                .withRootKeys(
                    new RootKey("test", "test", CUSTOMER),
                    new RootKey("AKIACONNECTOR", "its-secret", CONNECTOR)));
    customer = Clients.of(aws);
    connector = customer.as("AKIACONNECTOR", "its-secret");
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void theRightExternalIdGivesASessionOfTheRole() {
    createRole(trust(CONNECTOR, "\"tenant-1\""));

    AssumeRoleResponse answer = assume("tenant-1");

    assertThat(answer.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/reader/nightly");
    assertThat(answer.credentials().expiration()).isEqualTo("2026-03-01T13:00:00Z");
    var identity = customer.as(answer.credentials()).sts().getCallerIdentity();
    assertThat(identity.arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/reader/nightly");
    assertThat(identity.account()).isEqualTo(CUSTOMER);
    assertThat(identity.userId()).matches("AROA[A-Z2-7]{16}:nightly");
  }

  @Test
  void oneOfSeveralExternalIdsIsEnough() {
    createRole(trust(CONNECTOR, "[\"tenant-1\", \"tenant-2\"]"));

    assertThat(assume("tenant-1").credentials().accessKeyId()).startsWith("ASIA");
    assertThat(assume("tenant-2").credentials().accessKeyId()).startsWith("ASIA");
    assertDenied("tenant-3");
  }

  @Test
  void aWrongOrAbsentExternalIdIsDenied() {
    createRole(trust(CONNECTOR, "\"tenant-1\""));

    assertDenied("tenant-2");
    assertDenied(null);
  }

  @Test
  void anotherAccountThanThePolicyNamesIsDenied() {
    createRole(trust("555566667777", "\"tenant-1\""));

    assertDenied("tenant-1");
  }

  @Test
  void aRoleThatIsNotThereIsDeniedInTheSameWords() {
    assertDenied("tenant-1");
  }

  @Test
  void aChangedTrustPolicyCountsAtOnce() {
    createRole(trust(CONNECTOR, "\"tenant-1\""));
    customer
        .iam()
        .updateAssumeRolePolicy(
            r -> r.roleName("reader").policyDocument(trust(CONNECTOR, "\"tenant-9\"")));

    assertDenied("tenant-1");
    assertThat(assume("tenant-9").credentials().sessionToken()).isNotEmpty();
  }

  @Test
  void aDenyStatementBeatsAnAllow() {
    createRole(
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"},
          {"Effect":"Deny","Principal":{"AWS":"999988887777"},"Action":"sts:*"}]}
        """);

    assertThatThrownBy(() -> assume("tenant-1"))
        .isInstanceOf(StsException.class)
        .hasMessageContaining(
            "sts:AssumeRole on resource: "
                + ROLE
                + " with an explicit deny in a resource-based policy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"999988887777\"",
        "\"arn:aws:iam::999988887777:root\"",
        "[\"111122223333\",\"arn:aws:iam::999988887777:root\"]",
        "\"*\""
      })
  void aPrincipalMayBeNamedInManyWays(String principal) {
    createRole(trustOf("{\"AWS\":" + principal + "}"));
    assertThat(assume("tenant-1").credentials().sessionToken()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"AWS\":[\"111122223333\",\"444455556666\"]}",
        "{\"AWS\":\"arn:aws:iam::999988887777:user/someone\"}",
        "{\"AWS\":\"arn:aws:iam::999988887777:role/another\"}",
        "{\"Service\":\"dynamodb.amazonaws.com\"}"
      })
  void whoIsNotNamedIsDenied(String principal) {
    createRole(trustOf(principal));
    assertDenied("tenant-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"AWS\":\"12345\"}",
        "{\"AWS\":\"arn:aws:iam::999988887777:role/*\"}",
        "{\"Aws\":\"999988887777\"}",
        "\"999988887777\""
      })
  void whatIsNoPrincipalIsRefused(String principal) {
    assertThatThrownBy(() -> createRole(trustOf(principal)))
        .isInstanceOf(MalformedPolicyDocumentException.class)
        .hasMessageContaining("Invalid principal in policy: ");
  }

  @Test
  void aRoleNamedAsPrincipalIsItsSessions() {
    connector
        .iam()
        .createRole(r ->
            r.roleName("hop")
                .path("/chain/")
                .assumeRolePolicyDocument(trustOf("{\"AWS\":\"999988887777\"}")));
    connector
        .iam()
        .putRolePolicy(r ->
            r.roleName("hop")
                .policyName("p")
                .policyDocument(
                    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                        + "\"Resource\":\""
                        + ROLE
                        + "\"}}"));
    createRole(trustOf("{\"AWS\":\"arn:aws:iam::999988887777:role/chain/hop\"}"));
    var hop =
        connector.as(
            connector
                .sts()
                .assumeRole(r ->
                    r.roleArn("arn:aws:iam::999988887777:role/chain/hop").roleSessionName("first"))
                .credentials());

    var session = hop.sts().assumeRole(r -> r.roleArn(ROLE).roleSessionName("second"));

    assertThat(session.assumedRoleUser().arn()).endsWith(":assumed-role/reader/second");
    assertThatThrownBy(() ->
            hop.sts()
                .assumeRole(r -> r.roleArn(ROLE).roleSessionName("third").durationSeconds(3601)))
        .hasMessageContaining("DurationSeconds exceeds");
  }

  @Test
  void aSessionEndsByTheClock() {
    createRole(trust(CONNECTOR, "\"tenant-1\""));
    var session = customer.as(assume("tenant-1").credentials());
    assertThat(session.sts().getCallerIdentity().account()).isEqualTo(CUSTOMER);

    clock.advance(Duration.ofHours(1));

    assertThatThrownBy(() -> session.sts().getCallerIdentity())
        .isInstanceOfSatisfying(
            StsException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredToken");
              assertThat(e.statusCode()).isEqualTo(403);
            });
    assertThatThrownBy(() -> session.dynamoDb().listTables())
        .hasMessageContaining("The security token included in the request is expired");
    assertThatThrownBy(() -> session.s3().listBuckets())
        .hasMessageContaining("The provided token has expired.");
  }

  @Test
  void sessionsCanBeEndedOnCommand() {
    createRole(trust(CONNECTOR, "\"tenant-1\""));
    var session = customer.as(assume("tenant-1").credentials());

    aws.control().expireSessions(CUSTOMER, "reader");

    assertThatThrownBy(() -> session.sts().getCallerIdentity()).hasMessageContaining("expired");
    assertThat(customer.as(assume("tenant-1").credentials()).sts().getCallerIdentity().account())
        .isEqualTo(CUSTOMER);
  }

  @Test
  void noSessionIsLongerThanTheRoleAllows() {
    createRole(trust(CONNECTOR, "\"tenant-1\""));

    assertThatThrownBy(() ->
            connector
                .sts()
                .assumeRole(r ->
                    r.roleArn(ROLE)
                        .roleSessionName("nightly")
                        .externalId("tenant-1")
                        .durationSeconds(7200)))
        .isInstanceOf(StsException.class)
        .hasMessageContaining(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }

  @Test
  void whatDoesNotFitItsPatternIsNamed() {
    createRole(trust(CONNECTOR, "\"tenant-1\""));

    assertThatThrownBy(() -> assume("white space"))
        .isInstanceOf(StsException.class)
        .hasMessageContaining("at 'externalId' failed to satisfy constraint");
  }

  @Test
  void keysThatAreNotThereAndWrongSecretsAreRefused() {
    assertThatThrownBy(() -> customer.as("AKIANOBODY", "x").sts().getCallerIdentity())
        .isInstanceOfSatisfying(
            StsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId"));
    assertThatThrownBy(() -> customer.as("test", "wrong").sts().getCallerIdentity())
        .isInstanceOfSatisfying(
            StsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
    assertThatThrownBy(() -> customer.in(Region.of("eu-atlantis-1")).dynamoDb().listTables())
        .hasMessageContaining("Credential should be scoped to a valid region.");
  }

  private AssumeRoleResponse assume(String externalId) {
    return connector
        .sts()
        .assumeRole(r -> r.roleArn(ROLE).roleSessionName("nightly").externalId(externalId));
  }

  private void assertDenied(String externalId) {
    assertThatThrownBy(() -> assume(externalId))
        .isInstanceOfSatisfying(
            StsException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      "User: arn:aws:iam::999988887777:root is not authorized to perform:"
                          + " sts:AssumeRole on resource: "
                          + ROLE);
            });
  }

  private void createRole(String trust) {
    customer.iam().createRole(r -> r.roleName("reader").assumeRolePolicyDocument(trust));
  }

  private static String trustOf(String principal) {
    return "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":"
        + principal
        + "}}";
  }

  private static String trust(String account, String externalIds) {
    return """
    {"Version":"2012-10-17","Statement":[{
      "Effect":"Allow",
      "Principal":{"AWS":"arn:aws:iam::%s:root"},
      "Action":"sts:AssumeRole",
      "Condition":{"StringEquals":{"sts:ExternalId":%s}}}]}
    """
        .formatted(account, externalIds);
  }
}
