package dev.nightjar.awslocal.iam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import java.net.URLDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.s3.S3Client;

class RolesTest {

  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
        "Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}
      """;

  private AwsLocal aws;
  private Clients clients;
  private IamClient iam;

  @BeforeEach
  void start() throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    clients = Clients.of(aws);
    iam = clients.iam();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void aRoleIsMadeAndDescribed() {
    var role =
        iam.createRole(r ->
                r.roleName("reader").assumeRolePolicyDocument(TRUST).description("reads & runs"))
            .role();

    assertThat(role.arn()).isEqualTo("arn:aws:iam::123456789012:role/reader");
    assertThat(role.roleId()).startsWith("AROA");
    var described = iam.getRole(r -> r.roleName("reader")).role();
    assertThat(described.description()).isEqualTo("reads & runs");
    assertThat(described.maxSessionDuration()).isEqualTo(3600);
    assertThat(URLDecoder.decode(described.assumeRolePolicyDocument(), UTF_8)).isEqualTo(TRUST);
  }

  @Test
  void namesAreGivenOnce() {
    iam.createRole(r -> r.roleName("reader").assumeRolePolicyDocument(TRUST));

    assertThatThrownBy(
            () -> iam.createRole(r -> r.roleName("reader").assumeRolePolicyDocument(TRUST)))
        .isInstanceOf(EntityAlreadyExistsException.class);
  }

  @Test
  void policiesThatCannotBeReadAreRefused() {
    assertThatThrownBy(
            () -> iam.createRole(r -> r.roleName("reader").assumeRolePolicyDocument("{")))
        .isInstanceOf(MalformedPolicyDocumentException.class);
  }

  @Test
  void aRoleIsDeletedAfterItsPolicies() {
    iam.createRole(r -> r.roleName("reader").assumeRolePolicyDocument(TRUST));
    iam.putRolePolicy(r -> r.roleName("reader").policyName("p").policyDocument(allow("s3:*")));

    assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName("reader")))
        .isInstanceOf(DeleteConflictException.class);
    iam.deleteRolePolicy(r -> r.roleName("reader").policyName("p"));
    iam.deleteRole(r -> r.roleName("reader"));
    assertThatThrownBy(() -> iam.getRole(r -> r.roleName("reader")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void aSessionMayDoWhatItsRoleMayAtThatMoment() {
    iam.createRole(r -> r.roleName("reader").assumeRolePolicyDocument(TRUST));
    clients.s3().createBucket(b -> b.bucket("exports"));
    clients.s3().putObject(p -> p.bucket("exports").key("k"), RequestBody.fromString("v"));
    S3Client session =
        clients
            .as(
                clients
                    .sts()
                    .assumeRole(r ->
                        r.roleArn("arn:aws:iam::123456789012:role/reader")
                            .roleSessionName("nightly"))
                    .credentials())
            .s3();

    assertThatThrownBy(() -> session.getObjectAsBytes(g -> g.bucket("exports").key("k")))
        .hasMessageContaining(
            "is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::exports/k\"");

    iam.putRolePolicy(
        r -> r.roleName("reader").policyName("p").policyDocument(allow("s3:GetObject")));
    assertThat(session.getObjectAsBytes(g -> g.bucket("exports").key("k")).asUtf8String())
        .isEqualTo("v");
    assertThatThrownBy(() -> session.deleteObject(d -> d.bucket("exports").key("k")))
        .hasMessageContaining("s3:DeleteObject");
  }

  private static String allow(String action) {
    return "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\"*\"}}";
  }
}
