package dev.nightjar.server.route;

import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.MissingCredentialsException;
import dev.nightjar.dynamodb.stream.StreamViewType;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableStream;
import dev.nightjar.project.ExportBucket;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.aws.Policies;
import dev.nightjar.server.aws.RoleChecks;
import dev.nightjar.server.aws.TableAdmission;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.secret.Secrets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code /v0/integrations} and the validation of DynamoDB tables. */
public final class AwsRoutes {
  private final Connector connector;
  private final ExternalIds externalIds;
  private final Secrets secrets;
  private final TableAdmission admission;
  private final RoleChecks checks;

  public AwsRoutes(
      Connector connector,
      ExternalIds externalIds,
      Secrets secrets,
      TableAdmission admission,
      RoleChecks checks) {
    this.connector = connector;
    this.externalIds = externalIds;
    this.secrets = secrets;
    this.admission = admission;
    this.checks = checks;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    String policies = "/v0/integrations/dynamodb/policies/";
    api.get("/v0/integrations/s3/settings", Access.WORKSPACE, this::settings);
    api.get("/v0/integrations/dynamodb/settings", Access.WORKSPACE, this::settings);
    api.get(policies + "trust-policy", Access.WORKSPACE, this::trustPolicy);
    api.get(policies + "read-access-policy", Access.WORKSPACE, AwsRoutes::accessPolicy);
    api.post("/v1/integrations/dynamodb/validate", Access.WORKSPACE, this::validate);
    api.post("/v1/integrations/dynamodb/checks", Access.WORKSPACE, this::checks);
  }

  /** Clients take any 2xx as "this server has AWS credentials". */
  private Answer settings(Exchange exchange) {
    String account = account();
    return Answer.ok(
        Json.object("account_id", account, "principal", "arn:aws:iam::" + account + ":root"));
  }

  private Answer trustPolicy(Exchange exchange) {
    String seed = exchange.query().first("external_id_seed").orElse("");
    return Answer.ok(Policies.trust(account(), externalIds.of(exchange.workspace(), seed)));
  }

  private static Answer accessPolicy(Exchange exchange) {
    Parameters query = exchange.query();
    String table =
        query.first("table_name").filter(t -> !t.isBlank()).orElse("<your_dynamodb_table>");
    String bucket =
        query
            .first("bucket")
            .filter(b -> !b.isBlank())
            .map(b -> ExportBucket.parse(b).accepted().map(ExportBucket::name).orElse(b))
            .orElse("<your_dynamodb_export_bucket>");
    return Answer.ok(Policies.access(table, bucket));
  }

  private Answer validate(Exchange exchange) {
    JsonNode body = body(exchange);
    String table = text(body, "table_arn");
    String region = text(body, "region");
    if (table.isEmpty() || region.isEmpty()) {
      throw TableAdmission.refused(
          Reason.TABLE_ARN_AND_REGION_REQUIRED, "table_arn and region are both needed.");
    }
    String role = role(exchange, body);
    if (role.isEmpty()) {
      throw TableAdmission.refused(Reason.ROLE_ARN_REQUIRED, "role_arn is needed.");
    }
    RoleTarget target =
        new RoleTarget(
            role,
            region,
            externalIds.ofConnection(exchange.workspace(), text(body, "external_id_seed")));
    return Answer.ok(json(admission.admit(target, table, body.path("enable").asBoolean(false))));
  }

  /** All that a mirror needs of AWS, tried by calls that change nothing; of our own clients. */
  private Answer checks(Exchange exchange) {
    JsonNode body = body(exchange);
    RoleTarget target =
        new RoleTarget(
            role(exchange, body),
            text(body, "region"),
            externalIds.ofConnection(exchange.workspace(), text(body, "external_id_seed")));
    if (target.region().isEmpty() || target.roleArn().isEmpty()) {
      throw HttpProblem.badRequest("region and role_arn (or role_arn_secret) are both needed.");
    }
    try {
      return Answer.ok(
          Json.object(
              "checks",
              checks.of(target, optional(body, "table_arn"), optional(body, "bucket")).stream()
                  .map(check ->
                      Json.object(
                          "check", check.name(),
                          "outcome", check.outcome().name().toLowerCase(Locale.ROOT),
                          "detail", check.detail()))
                  .toList()));
    } catch (AwsException e) {
      throw TableAdmission.problem(e);
    }
  }

  private static Optional<String> optional(JsonNode body, String field) {
    return Optional.of(text(body, field)).filter(value -> !value.isEmpty());
  }

  private static JsonNode body(Exchange exchange) {
    JsonNode body;
    try {
      body = Json.parse(exchange.text());
    } catch (HttpProblem e) {
      throw invalidBody(e.getMessage());
    }
    if (!body.isObject()) {
      throw invalidBody("A JSON object is expected.");
    }
    return body;
  }

  /**
   * The role: {@code role_arn}, or what the secret {@code role_arn_secret} holds, for those who
   * have a connection's file and not its role. A secret that is no role's ARN is not used, for the
   * answer may quote it.
   */
  private String role(Exchange exchange, JsonNode body) {
    String secret = text(body, "role_arn_secret");
    if (secret.isEmpty()) {
      return text(body, "role_arn");
    }
    String value =
        secrets
            .value(exchange.workspace().id(), secret)
            .orElseThrow(() ->
                TableAdmission.refused(
                    Reason.ROLE_ARN_REQUIRED, "the secret '" + secret + "' is not set."))
            .strip()
            .replaceAll("^['\"]+|['\"]+$", "");
    if (!TableChecks.isRoleArn(value)) {
      throw TableAdmission.refused(
          Reason.ROLE_ARN_REQUIRED, "the secret '" + secret + "' holds no role's ARN.");
    }
    return value;
  }

  /**
   * The value without quotes around it: {@code tb} sends the role's ARN with those of its {@code
   * .env.local}.
   */
  private static String text(JsonNode body, String field) {
    String value = body.path(field).isString() ? body.path(field).asString().strip() : "";
    return value.replaceAll("^['\"]+|['\"]+$", "");
  }

  private static HttpProblem invalidBody(String message) {
    return HttpProblem.badRequest("invalid_json_body: " + message);
  }

  private static Map<String, Object> json(TableAdmission.Admitted admitted) {
    TableDescription table = admitted.table();
    return Json.object(
        "stream_view_type",
            table.stream()
                .filter(TableStream::enabled)
                .map(TableStream::viewType)
                .orElse(StreamViewType.NEW_AND_OLD_IMAGES)
                .name(),
        "table_size_bytes", table.sizeBytes(),
        "table_write_capacity_units", table.writeCapacityUnits(),
        "messages", admitted.messages(),
        "key_schema",
            table.keys().stream()
                .map(
                    key -> Json.object("attribute_name", key.name(), "key_type", key.role().name()))
                .toList(),
        "attribute_definitions",
            table.keys().stream()
                .map(key -> Json.object("name", key.name(), "type", key.type().name()))
                .toList());
  }

  private String account() {
    try {
      return connector.callerAccount();
    } catch (MissingCredentialsException e) {
      throw HttpProblem.badRequest(
          "This server has no AWS credentials: start it with credentials that the AWS SDK finds (environment, profile or role).");
    } catch (AwsException e) {
      throw TableAdmission.problem(e);
    }
  }
}
