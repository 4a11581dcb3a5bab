package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.project.ConnectionFile;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.DynamoDbConnection;
import dev.nightjar.project.DynamoDbImport;
import dev.nightjar.project.ExportBucket;
import dev.nightjar.project.Position;
import dev.nightjar.project.Problem;
import dev.nightjar.project.Project;
import dev.nightjar.project.Reading;
import dev.nightjar.project.TableArn;
import dev.nightjar.project.Value;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a mirrored data source and its connection into what a mirror is told, with the workspace's
 * secrets.
 */
final class MirrorSpecs {
  private final Workspace workspace;
  private final Project project;
  private final Secrets secrets;
  private final ExternalIds externalIds;

  MirrorSpecs(Workspace workspace, Project project, Secrets secrets, ExternalIds externalIds) {
    this.workspace = workspace;
    this.project = project;
    this.secrets = secrets;
    this.externalIds = externalIds;
  }

  /**
   * A specification, or why there is none.
   *
   * @param spec there unless something is missing
   * @param problems what is
   */
  record Result(Optional<MirrorSpec> spec, List<Problem> problems) {}

  /**
   * @param id the mirror's id
   * @param file a data source that mirrors a table
   */
  Result of(String id, DatasourceFile file) {
    DynamoDbImport source = file.dynamoDb().orElseThrow();
    List<Problem> problems = new ArrayList<>();
    ConnectionFile connection = project.connections().get(source.connectionName());
    if (connection == null) {
      // the parser has said so already
      return new Result(Optional.empty(), List.of());
    }
    Optional<DynamoDbConnection> dynamoDb = connection.dynamoDb();
    if (dynamoDb.isEmpty()) {
      Position where = file.positions().of("IMPORT_CONNECTION_NAME");
      problems.add(
          Problem.error(
              where,
              "The connection `"
                  + connection.name()
                  + "` states no DYNAMODB_ARN and no DYNAMODB_REGION. Add both to "
                  + connection.source().path()
                  + "."));
      return new Result(Optional.empty(), problems);
    }
    Optional<String> role =
        resolve(dynamoDb.get().roleArn(), connection.positions().of("DYNAMODB_ARN"), problems);
    Optional<String> region =
        resolve(dynamoDb.get().region(), connection.positions().of("DYNAMODB_REGION"), problems);
    Optional<String> table =
        resolve(source.tableArn(), file.positions().of("IMPORT_TABLE_ARN"), problems);
    Optional<String> bucket =
        resolve(source.exportBucket(), file.positions().of("IMPORT_EXPORT_BUCKET"), problems);
    if (role.isEmpty() || region.isEmpty() || table.isEmpty() || bucket.isEmpty()) {
      return new Result(Optional.empty(), problems);
    }
    return checked(id, file, role.get(), region.get(), table.get(), bucket.get());
  }

  private Result checked(
      String id, DatasourceFile file, String role, String region, String table, String bucket) {
    List<Problem> problems = new ArrayList<>();
    Reading<TableArn> arn = TableArn.parse(table);
    Reading<ExportBucket> exports = ExportBucket.parse(bucket);
    Position atArn = file.positions().of("IMPORT_TABLE_ARN");
    arn.refusal().ifPresent(why -> problems.add(Problem.error(atArn, why)));
    exports
        .refusal()
        .ifPresent(
            why -> problems.add(Problem.error(file.positions().of("IMPORT_EXPORT_BUCKET"), why)));
    arn.accepted()
        .filter(read -> !read.region().equals(region))
        .ifPresent(read ->
            problems.add(
                Problem.error(
                    atArn,
                    "The table is in "
                        + read.region()
                        + " and the connection says DYNAMODB_REGION "
                        + region
                        + ". They must be the same.")));
    if (!problems.isEmpty()) {
      return new Result(Optional.empty(), problems);
    }
    List<String> ids = externalIds.ofConnection(file.dynamoDb().orElseThrow().connectionName());
    MirrorSpec spec =
        new MirrorSpec(
            id,
            workspace.name(),
            file,
            new TableName(workspace.database(), file.name()),
            table,
            exports.accepted().orElseThrow().name(),
            new RoleTarget(role, region, ids));
    return new Result(Optional.of(spec), List.of());
  }

  private Optional<String> resolve(Value value, Position where, List<Problem> problems) {
    Optional<String> resolved = value.resolve(name -> secrets.value(workspace.id(), name));
    if (resolved.isEmpty() && value instanceof Value.SecretReference(String name, var _)) {
      problems.add(
          Problem.error(
              where,
              "The secret `"
                  + name
                  + "` is not set. Set it with: nightjar secret set "
                  + name
                  + " \"…\""));
    }
    return resolved;
  }
}
