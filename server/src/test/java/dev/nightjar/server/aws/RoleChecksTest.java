package dev.nightjar.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.server.testing.DynamoTables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import tools.jackson.databind.json.JsonMapper;

/** What a mirror needs of AWS, tried. */
class RoleChecksTest {
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
       "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}
      """;
  private static final String EXPORT = "dynamodb:ExportTableToPointInTime";

  @Test
  void tooManyCallsAreAWarningAndARefusalIsAFailure() throws IOException {
    try (AwsLocal aws = AwsLocal.start(AwsLocalOptions.defaults());
        DynamoTables tables = new DynamoTables(aws).table("orders");
        AwsConnector connector = connector(aws)) {
      tables.role("nightjar", TRUST, json(Policies.access("orders", DynamoTables.BUCKET)));
      RoleChecks checks = new RoleChecks(connector, TableLimits.NONE);
      assertThat(outcomes(checks)).doesNotContainValue(RoleCheck.Outcome.FAILED);

      try (var _ =
          aws.control().faults().on("*ExportTableToPointInTime").does(Effect.throttled())) {
        assertThat(outcomes(checks))
            .containsEntry(EXPORT, RoleCheck.Outcome.WARNING)
            .doesNotContainValue(RoleCheck.Outcome.FAILED);
      }
      try (var _ =
          aws.control().faults().on("*ExportTableToPointInTime").does(Effect.accessDenied())) {
        assertThat(outcomes(checks)).containsEntry(EXPORT, RoleCheck.Outcome.FAILED);
      }
    }
  }

  private static String json(Object policy) {
    return JsonMapper.shared().writeValueAsString(policy);
  }

  private static AwsConnector connector(AwsLocal aws) {
    return AwsConnector.builder()
        .endpoint(aws.endpoint())
        .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  private static Map<String, RoleCheck.Outcome> outcomes(RoleChecks checks) {
    RoleTarget target =
        new RoleTarget(DynamoTables.role("nightjar"), DynamoTables.REGION, List.of("workspace"));
    return checks
        .of(target, Optional.of(DynamoTables.arn("orders")), Optional.of(DynamoTables.BUCKET))
        .stream()
        .collect(Collectors.toMap(RoleCheck::name, RoleCheck::outcome));
  }
}
